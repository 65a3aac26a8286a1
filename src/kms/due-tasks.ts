import type { Service } from '../core/operation.ts'
import { DELETE_KEY, deleteKey } from './key-deletion.ts'
import { FINISH_REPLICA, finishReplica } from './replication.ts'

/** What KMS does when its time has come. Each task ignores work that the world has overtaken. */
export const KMS_TASKS: Service['tasks'] = {
  [DELETE_KEY]: deleteKey,
  [FINISH_REPLICA]: finishReplica,
}
