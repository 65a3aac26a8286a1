import { type JournalEntry, requestIdOf } from '../core/journal.ts'
import { PASS, refuse } from '../core/outcome.ts'
import { uuidOf } from '../core/random.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { AccessRequest } from '../iam/access-request.ts'
import { policiesOf } from '../iam/accounts.ts'
import { type ConditionValues, commonKeys } from '../iam/common-keys.ts'
import { denialText } from '../iam/denial-text.ts'
import { evaluate } from '../iam/evaluate.ts'
import type { StackRecord } from './records.ts'
import type { ResourceContext } from './resource-type.ts'

/** CloudFormation as `aws:CalledVia` and CloudTrail's `invokedBy` name it. */
const CLOUDFORMATION = 'cloudformation.amazonaws.com'

/**
 * What a resource of a stack is worked on with. Every call to a service is a complete request of the principal who works on the stack,
 * forwarded by CloudFormation: `aws:CalledVia` names it; it is not among the services of `kms:ViaService`.
 *
 * Source: IAM User Guide, `aws:CalledVia`; KMS Developer Guide, `kms:ViaService`; spec/around.md 1.7.
 */
export const resourceContext = (
  world: World,
  stack: StackRecord,
  logicalId: string,
  { entry, made }: { readonly entry: JournalEntry; readonly made: ResourceContext['made'] },
): ResourceContext => {
  const { account, region, name: stackName } = stack
  const { principal } = entry
  const origin = { parent: entry, invokedBy: CLOUDFORMATION, calledVia: [CLOUDFORMATION] }
  return {
    world,
    account,
    region,
    stackName,
    logicalId,
    call: (service, operation, input, where = region) => {
      const answer = world.run({ principal, region: where, service, operation, input, origin })
      // The pipeline knows no operation's types: who calls says what the operation of this name answers.
      return answer.ok ? { ok: true, value: answer.value as never } : refuse(handlerFailure(world, service, answer))
    },
    mayDo: (action, resource) => {
      if (world.settings.authorization === 'off') return PASS
      const values: ConditionValues = commonKeys({
        region,
        time: world.clock.now(),
        isForwarded: true,
        calledVia: origin.calledVia,
      })
      const question: AccessRequest = {
        principal,
        action,
        resource,
        resourceAccount: undefined,
        crossAccountCapable: false,
        resourceExists: true,
        context: (key) => (Object.hasOwn(values, key) ? values[key] : undefined),
      }
      const verdict = evaluate(question, policiesOf(world, principal), () => [])
      if (verdict.allowed) return PASS
      return refuse({ code: 'AccessDenied', message: denialText(question, verdict.reason), status: 403, fault: 'client' })
    },
    made,
    newName: () => {
      const bytes = world.random.bytes({ purpose: 'cloudformation/name', account, region }, 12)
      return `${stackName}-${logicalId}-${Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join('')}`
    },
  }
}

/** The failure of a service as CloudFormation tells it. Source: status reasons in public issues. */
const handlerFailure = (
  world: World,
  service: string,
  { error, entry }: { readonly error: Failure; readonly entry: JournalEntry },
): Failure => {
  const requestId = requestIdOf(world.random, entry)
  const token = uuidOf(world.random.fixed({ purpose: `cloudformation/handler/${entry.address}` }, 16))
  const by = `Service: ${SERVICE_NAMES[service] ?? service}, Status Code: ${error.status}, Request ID: ${requestId}`
  const said = error.message === undefined ? `${error.code} (${by})` : `${error.message} (${by})`
  return {
    ...error,
    message: `Resource handler returned message: "${said}" (RequestToken: ${token}, HandlerErrorCode: ${handlerCode(error)})`,
  }
}

const handlerCode = ({ code, status }: Failure): string => {
  if (/AccessDenied|UnauthorizedOperation/.test(code)) return 'AccessDenied'
  if (/AlreadyExists|Duplicate|InUse/.test(code)) return 'AlreadyExists'
  if (/NotFound|NoSuchEntity/.test(code)) return 'NotFound'
  if (/Limit|Quota/.test(code)) return 'ServiceLimitExceeded'
  if (/Throttl/.test(code)) return 'Throttling'
  return status >= 500 ? 'ServiceInternalError' : 'InvalidRequest'
}

const SERVICE_NAMES: Readonly<Record<string, string>> = { kms: 'Kms', ec2: 'Ec2', autoscaling: 'AutoScaling' }
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
