import type { Service } from '../core/operation.ts'
import { EXPIRE_MATERIAL, expireMaterial } from './imported-material.ts'
import { DELETE_KEY, deleteKey } from './key-deletion.ts'
import { SETTLE_KEY_STORE, settleKeyStore } from './key-store-connection.ts'
import { FINISH_PROMOTION, finishPromotion } from './promotion.ts'
import { FINISH_REPLICA, finishReplica } from './replication.ts'
import { FINISH_ROTATION, finishOnDemandRotation, ROTATE_KEY, rotateOnSchedule } from './rotation.ts'

/** What KMS does when its time has come. Each task ignores work that the world has overtaken. */
export const KMS_TASKS: Service['tasks'] = {
  [DELETE_KEY]: deleteKey,
  [EXPIRE_MATERIAL]: expireMaterial,
  [FINISH_PROMOTION]: finishPromotion,
  [FINISH_REPLICA]: finishReplica,
  [FINISH_ROTATION]: finishOnDemandRotation,
  [ROTATE_KEY]: rotateOnSchedule,
  [SETTLE_KEY_STORE]: settleKeyStore,
}
