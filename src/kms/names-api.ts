import type { CreateAliasInput, CreateAliasOutput } from './operations/create-alias.ts'
import type { DeleteAliasInput, DeleteAliasOutput } from './operations/delete-alias.ts'
import type { ListAliasesInput, ListAliasesOutput } from './operations/list-aliases.ts'
import type { ListResourceTagsInput, ListResourceTagsOutput } from './operations/list-resource-tags.ts'
import type { TagResourceInput, TagResourceOutput } from './operations/tag-resource.ts'
import type { UntagResourceInput, UntagResourceOutput } from './operations/untag-resource.ts'
import type { UpdateAliasInput, UpdateAliasOutput } from './operations/update-alias.ts'
import type { UpdateKeyDescriptionInput, UpdateKeyDescriptionOutput } from './operations/update-key-description.ts'

/** The part of `KmsApi` that names keys: aliases, tags, descriptions. */
export interface KmsNamesApi {
  /**
   * Gives a key a name that begins with `alias/`.
   *
   * Throws AccessDeniedException, AlreadyExistsException, InvalidArnException, KMSInvalidStateException,
   * LimitExceededException, NotAuthorizedException, NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
   */
  createAlias(input: CreateAliasInput): CreateAliasOutput

  /**
   * Points an alias to another key of the same type and usage.
   *
   * Throws AccessDeniedException, InvalidArnException, KMSInvalidStateException, LimitExceededException,
   * NotAuthorizedException, NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html
   */
  updateAlias(input: UpdateAliasInput): UpdateAliasOutput

  /**
   * Takes an alias from its key; the key stays as it is.
   *
   * Throws AccessDeniedException, NotAuthorizedException, NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteAlias.html
   */
  deleteAlias(input: DeleteAliasInput): DeleteAliasOutput

  /**
   * Lists the aliases of the account and Region, or of one key.
   *
   * Throws AccessDeniedException, InvalidArnException, InvalidMarkerException, NotFoundException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html
   */
  listAliases(input?: ListAliasesInput): ListAliasesOutput

  /**
   * Gives a key tags, or tags it has new values.
   *
   * Throws AccessDeniedException, InvalidArnException, KMSInvalidStateException, NotFoundException, TagException,
   * ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html
   */
  tagResource(input: TagResourceInput): TagResourceOutput

  /**
   * Takes tags from a key.
   *
   * Throws AccessDeniedException, InvalidArnException, KMSInvalidStateException, NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_UntagResource.html
   */
  untagResource(input: UntagResourceInput): UntagResourceOutput

  /**
   * Lists the tags of a key.
   *
   * Throws AccessDeniedException, InvalidArnException, InvalidMarkerException, NotFoundException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html
   */
  listResourceTags(input: ListResourceTagsInput): ListResourceTagsOutput

  /**
   * Puts a description in the place of the old one.
   *
   * Throws AccessDeniedException, InvalidArnException, KMSInvalidStateException, NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateKeyDescription.html
   */
  updateKeyDescription(input: UpdateKeyDescriptionInput): UpdateKeyDescriptionOutput
}
