import type { AnyOperation } from '../core/operation.ts'
import { CreateRule } from './operations/create-rule.ts'
import { DeleteRule } from './operations/delete-rule.ts'
import { GetRule } from './operations/get-rule.ts'
import { ListRules } from './operations/list-rules.ts'
import { UpdateRule } from './operations/update-rule.ts'

/** Every operation of Recycle Bin that is simulated. */
export const RBIN_OPERATIONS: readonly AnyOperation[] = [CreateRule, DeleteRule, GetRule, ListRules, UpdateRule]
