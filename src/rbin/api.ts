import type { CreateRuleInput, CreateRuleOutput } from './operations/create-rule.ts'
import type { DeleteRuleInput, DeleteRuleOutput } from './operations/delete-rule.ts'
import type { GetRuleInput, GetRuleOutput } from './operations/get-rule.ts'
import type { ListRulesInput, ListRulesOutput } from './operations/list-rules.ts'
import type { UpdateRuleInput, UpdateRuleOutput } from './operations/update-rule.ts'

/**
 * Recycle Bin as one principal in one Region calls it: the rules by which deleted snapshots are kept for a while. A refusal is thrown as
 * AWS's error. What is kept is told, and given back, by `ec2.listSnapshotsInRecycleBin` and `ec2.restoreSnapshotFromRecycleBin`.
 *
 * Besides what a method's comment names, every method can throw AccessDeniedException and ValidationException.
 */
export interface RbinApi {
  /**
   * Makes a retention rule.
   *
   * Throws ServiceQuotaExceededException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/recyclebin/latest/APIReference/API_CreateRule.html
   */
  createRule(input: CreateRuleInput): CreateRuleOutput

  /**
   * Takes a retention rule away. What is in the Recycle Bin stays for its time.
   *
   * Throws ResourceNotFoundException.
   *
   * @see https://docs.aws.amazon.com/recyclebin/latest/APIReference/API_DeleteRule.html
   */
  deleteRule(input: DeleteRuleInput): DeleteRuleOutput

  /**
   * Tells a retention rule.
   *
   * Throws ResourceNotFoundException.
   *
   * @see https://docs.aws.amazon.com/recyclebin/latest/APIReference/API_GetRule.html
   */
  getRule(input: GetRuleInput): GetRuleOutput

  /**
   * Tells the retention rules for one type of resource.
   *
   * Throws ValidationException.
   *
   * @see https://docs.aws.amazon.com/recyclebin/latest/APIReference/API_ListRules.html
   */
  listRules(input: ListRulesInput): ListRulesOutput

  /**
   * Changes a retention rule.
   *
   * Throws ResourceNotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/recyclebin/latest/APIReference/API_UpdateRule.html
   */
  updateRule(input: UpdateRuleInput): UpdateRuleOutput
}
