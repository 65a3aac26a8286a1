import type { CreateLaunchTemplateInput, CreateLaunchTemplateOutput } from './operations/create-launch-template.ts'
import type {
  CreateLaunchTemplateVersionInput,
  CreateLaunchTemplateVersionOutput,
} from './operations/create-launch-template-version.ts'
import type { DeleteLaunchTemplateInput, DeleteLaunchTemplateOutput } from './operations/delete-launch-template.ts'
import type {
  DeleteLaunchTemplateVersionsInput,
  DeleteLaunchTemplateVersionsOutput,
} from './operations/delete-launch-template-versions.ts'
import type {
  DescribeLaunchTemplateVersionsInput,
  DescribeLaunchTemplateVersionsOutput,
} from './operations/describe-launch-template-versions.ts'
import type { DescribeLaunchTemplatesInput, DescribeLaunchTemplatesOutput } from './operations/describe-launch-templates.ts'
import type { GetLaunchTemplateDataInput, GetLaunchTemplateDataOutput } from './operations/get-launch-template-data.ts'
import type { ModifyLaunchTemplateInput, ModifyLaunchTemplateOutput } from './operations/modify-launch-template.ts'

/** The operations of EC2 about launch templates. */
export interface Ec2LaunchTemplatesApi {
  /**
   * Makes a launch template with its first version. Nothing of it is checked before a launch.
   *
   * Throws InvalidLaunchTemplateName.MalformedException, InvalidLaunchTemplateName.AlreadyExistsException, IdempotentParameterMismatch.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html
   */
  createLaunchTemplate(input: CreateLaunchTemplateInput): CreateLaunchTemplateOutput

  /**
   * Gives a launch template one more version. The default version stays what it is.
   *
   * Throws InvalidLaunchTemplateId.NotFound, InvalidLaunchTemplateId.Malformed, InvalidLaunchTemplateId.VersionNotFound,
   * InvalidLaunchTemplateName.NotFoundException, IdempotentParameterMismatch.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html
   */
  createLaunchTemplateVersion(input: CreateLaunchTemplateVersionInput): CreateLaunchTemplateVersionOutput

  /**
   * Tells the account's launch templates in the Region.
   *
   * Throws InvalidLaunchTemplateId.NotFound, InvalidLaunchTemplateName.NotFoundException, InvalidParameterCombination.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplates.html
   */
  describeLaunchTemplates(input?: DescribeLaunchTemplatesInput): DescribeLaunchTemplatesOutput

  /**
   * Tells versions of a launch template, or the latest or default ones of all.
   *
   * Throws InvalidLaunchTemplateId.NotFound, InvalidLaunchTemplateId.VersionNotFound, InvalidLaunchTemplateName.NotFoundException.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplateVersions.html
   */
  describeLaunchTemplateVersions(input: DescribeLaunchTemplateVersionsInput): DescribeLaunchTemplateVersionsOutput

  /**
   * Says which version of a launch template is the default one.
   *
   * Throws InvalidLaunchTemplateId.NotFound, InvalidLaunchTemplateId.VersionNotFound, InvalidLaunchTemplateName.NotFoundException.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyLaunchTemplate.html
   */
  modifyLaunchTemplate(input: ModifyLaunchTemplateInput): ModifyLaunchTemplateOutput

  /**
   * Deletes a launch template with all its versions.
   *
   * Throws InvalidLaunchTemplateId.NotFound, InvalidLaunchTemplateName.NotFoundException.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteLaunchTemplate.html
   */
  deleteLaunchTemplate(input: DeleteLaunchTemplateInput): DeleteLaunchTemplateOutput

  /**
   * Deletes versions of a launch template, each for itself; never the default one.
   *
   * Throws InvalidLaunchTemplateId.NotFound, InvalidLaunchTemplateName.NotFoundException.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteLaunchTemplateVersions.html
   */
  deleteLaunchTemplateVersions(input: DeleteLaunchTemplateVersionsInput): DeleteLaunchTemplateVersionsOutput

  /**
   * Tells what a launch template would have to say to launch an instance like this one.
   *
   * Throws InvalidInstanceID.NotFound, InvalidInstanceID.Malformed.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetLaunchTemplateData.html
   */
  getLaunchTemplateData(input: GetLaunchTemplateDataInput): GetLaunchTemplateDataOutput
}
