import type { Cloud } from '../../cloud-api.ts'
import type { Session } from '../../session.ts'
import { callsToKms } from '../calls-to-kms.ts'
import { customerKey } from '../customer-key.ts'
import { tellRefusal } from '../refusal.ts'
import { diskDigest, type SourceFile, writeFile } from '../source-file.ts'
import type { TourRecorder } from '../tour-recorder.ts'
import type { TourResource } from '../tour-report.ts'
import type { TourScenario } from '../tour-scenario.ts'

/** A database loses its key: in time it can be started again, after seven days it can only be restored from a snapshot. */
export const aurora: TourScenario = {
  name: 'aurora',
  title: 'An Aurora cluster that loses its key: recoverable for a time, then only to be restored from a snapshot',
  writesFile: true,
  tell: (cloud, recorder, file) => {
    const stage = createCluster({ cloud, recorder, file, session: cloud.session() })
    loseKey(stage)
    recoverInTime(stage)
    loseForGood(stage)
    return restore(stage)
  },
}

interface Setting {
  readonly cloud: Cloud
  readonly recorder: TourRecorder
  readonly file: SourceFile
  readonly session: Session
}

interface Stage extends Setting {
  readonly keyArn: string
}

const createCluster = (setting: Setting): Stage => {
  const { cloud, recorder, file, session } = setting
  return recorder.step(`Create a cluster under a key, write ${file.name} to its storage, take a snapshot`, ({ tell, claim }) => {
    const keyArn = customerKey(session, 'alias/orders')
    const { result, calls } = callsToKms(cloud, () =>
      session.rds.createDBCluster({
        DBClusterIdentifier: CLUSTER,
        Engine: ENGINE,
        MasterUsername: 'postgres',
        MasterUserPassword: 'correct horse',
        StorageEncrypted: true,
        KmsKeyId: keyArn,
      }),
    )
    const { DbClusterResourceId, KmsKeyId, Status } = result.DBCluster
    tell(`${DbClusterResourceId} under ${KmsKeyId}: ${Status}, then ${cloud.cluster(CLUSTER).status}`)
    claim('it is under the key', KmsKeyId === keyArn)
    claim(
      'RDS has asked for a grant',
      calls.some(({ operation, error }) => operation === 'CreateGrant' && error === undefined),
    )
    writeFile(cloud.cluster(CLUSTER).storage(), file)
    session.rds.createDBClusterSnapshot({ DBClusterSnapshotIdentifier: SNAPSHOT, DBClusterIdentifier: CLUSTER })
    claim('the storage holds the file', holdsFile(setting, CLUSTER))
    return { ...setting, keyArn }
  })
}

const loseKey = (stage: Stage): void =>
  stage.recorder.step('Disable the key: the cluster works until RDS looks at its key', ({ tell, claim }) => {
    const { cloud, session, keyArn } = stage
    session.kms.disableKey({ KeyId: keyArn })
    claim('the storage still gives back the file', holdsFile(stage, CLUSTER))
    const minutes = advanceUntil(cloud, (status) => status !== 'available')
    tell(`${minutes} min later: ${cloud.cluster(CLUSTER).status}`)
    claim('the cluster can be recovered', cloud.cluster(CLUSTER).status === RECOVERABLE)
    const start = () => session.rds.startDBCluster({ DBClusterIdentifier: CLUSTER })
    claim('it does not start without the key', tellRefusal(cloud, tell, start) === 'KMSKeyNotAccessibleFault')
  })

const recoverInTime = (stage: Stage): void =>
  stage.recorder.step('Enable the key and start the cluster: it is back', ({ tell, claim }) => {
    const { cloud, session, keyArn } = stage
    session.kms.enableKey({ KeyId: keyArn })
    session.rds.startDBCluster({ DBClusterIdentifier: CLUSTER })
    tell(`the cluster is ${cloud.cluster(CLUSTER).status}`)
    claim('the storage holds the file', holdsFile(stage, CLUSTER))
  })

const loseForGood = (stage: Stage): void =>
  stage.recorder.step('Disable the key again and wait: the end of the cluster', ({ tell, claim }) => {
    const { cloud, session, keyArn } = stage
    session.kms.disableKey({ KeyId: keyArn })
    const lost = advanceUntil(cloud, (status) => status === RECOVERABLE)
    const ended = advanceUntil(cloud, (status) => status === TERMINAL)
    tell(`${lost} min later: ${RECOVERABLE}; ${ended / MINUTES_A_DAY} days after that: ${cloud.cluster(CLUSTER).status}`)
    claim('the cluster is in its terminal state', cloud.cluster(CLUSTER).status === TERMINAL)
    session.kms.enableKey({ KeyId: keyArn })
    const start = () => session.rds.startDBCluster({ DBClusterIdentifier: CLUSTER })
    const error = tellRefusal(cloud, tell, start)
    claim('it does not start any more, even with the key', error === 'InvalidDBClusterStateFault')
  })

const restore = (stage: Stage): readonly TourResource[] =>
  stage.recorder.step('Restore the snapshot into a new cluster: with the key, and not without', ({ tell, claim }) => {
    const { cloud, session, keyArn, file } = stage
    const request = { DBClusterIdentifier: RESTORED, SnapshotIdentifier: SNAPSHOT, Engine: ENGINE }
    const create = () => session.rds.restoreDBClusterFromSnapshot(request)
    session.kms.disableKey({ KeyId: keyArn })
    claim('the disabled key opens no snapshot', tellRefusal(cloud, tell, create) === 'KMSKeyNotAccessibleFault')
    session.kms.enableKey({ KeyId: keyArn })
    const { KmsKeyId = '' } = create().DBCluster
    const { resourceId, status } = cloud.cluster(RESTORED)
    const sha256 = diskDigest(cloud.cluster(RESTORED).storage(), file.bytes)
    tell(`${resourceId} under ${KmsKeyId}: ${status}`)
    claim('the new cluster holds the file', sha256 === file.sha256)
    const unseen = { contextId: '', wrappedKeyFingerprint: '', dataKeyLineage: '' }
    return [
      { resource: resourceId, region: session.region, made: `cluster from ${SNAPSHOT}`, keyArn: KmsKeyId, ...unseen, sha256 },
    ]
  })

/** Moves the clock until the cluster is in a wanted status; answers the minutes that it took. */
const advanceUntil = (cloud: Cloud, isWanted: (status: string) => boolean): number => {
  let minutes = 0
  for (; !isWanted(cloud.cluster(CLUSTER).status) && minutes < MINUTES_MAX; minutes += 1) cloud.clock.advance({ minutes: 1 })
  return minutes
}

const holdsFile = ({ cloud, file }: Setting, cluster: string): boolean =>
  diskDigest(cloud.cluster(cluster).storage(), file.bytes) === file.sha256

const CLUSTER = 'orders'
const SNAPSHOT = 'orders-before'
const RESTORED = 'orders-restored'
const ENGINE = 'aurora-postgresql'
const RECOVERABLE = 'inaccessible-encryption-credentials-recoverable'
const TERMINAL = 'inaccessible-encryption-credentials'
const MINUTES_A_DAY = 24 * 60
const MINUTES_MAX = 30 * MINUTES_A_DAY
