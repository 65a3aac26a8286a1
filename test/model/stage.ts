import { type Cloud, type CloudOptions, createCloud, type GuestDevice, restoreCloud, type Session } from '../../src/index.ts'
import { emptyPaper, GUEST, OWNER, type Paper, type Who } from './paper.ts'
import { createScript, type Script, scripted } from './script.ts'

/** A cloud, and the paper on which stands what should be in it. */
export interface Branch {
  cloud: Cloud
  readonly paper: Paper
  /** Its name in the script. */
  readonly name: string
}

/** Where a story plays: one cloud at first, and the clones and restored copies that it comes to have. */
export interface Stage {
  readonly branches: Branch[]
  /** The branch in which the story goes on. */
  now: Branch
  readonly script: Script
  /** Looks at every refused call: set by properties about them. */
  onRefusal?: (attempt: () => void) => void
}

/** A stage with an empty cloud: both accounts with an administrator, and role App, of which only keys and grants may allow anything. */
export const createStage = (options: CloudOptions = {}): Stage => {
  const settings = { seed: 1, unitBytes: 512, ...options }
  const cloud = createCloud(settings)
  prepareAccounts(cloud)
  const script = createScript(preamble(settings))
  const branch = { cloud, paper: emptyPaper(cloud.clock.now()), name: 'cloud' }
  return { branches: [branch], now: branch, script }
}

/** A session whose calls are written into the script. */
export const at = (stage: Stage, who: Who, region: string): Session =>
  scripted(stage.script, sessionOf(stage.now.cloud, who, region), `at(${stage.now.name}, '${who}', '${region}')`)

/** A disk as a guest sees it, written into the script. */
export const deviceOf = ({ script, now }: Stage, instanceId: string, device: string): GuestDevice =>
  scripted(script, now.cloud.instance(instanceId).device(device), `${now.name}.instance('${instanceId}').device('${device}')`)

/** The name of the error that a call is refused with; `accepted` where it goes through. */
export const outcomeOf = (stage: Stage, call: () => unknown): string => {
  let outcome = 'accepted'
  const attempt = () => {
    try {
      call()
    } catch (error) {
      outcome = (error as Error).name
    }
  }
  if (stage.onRefusal === undefined) attempt()
  else stage.onRefusal(attempt)
  return outcome
}

/** Goes on with a copy of the present cloud; the present one stays as it is, until the story comes back to it. */
export const branchOff = (stage: Stage, how: 'clone' | 'save and restore'): void => {
  const { cloud, paper, name: from } = stage.now
  const name = `${how === 'clone' ? 'clone' : 'restored'}${stage.branches.length}`
  stage.script.line(
    `const ${name} = ${how === 'clone' ? `${from}.clone()` : `restoreCloud(${from}.save(), { world: '${name}' })`}`,
  )
  const copy = how === 'clone' ? cloud.clone() : restoreCloud(cloud.save(), { world: name })
  stage.now = { cloud: copy, paper: structuredClone(paper), name }
  stage.branches.push(stage.now)
}

const sessionOf = (cloud: Cloud, who: Who, region: string): Session => {
  const known = SESSIONS.get(cloud) ?? new Map<string, Session>()
  SESSIONS.set(cloud, known)
  const found = known.get(`${who}/${region}`)
  if (found !== undefined) return found
  const as = cloud.account(who === 'guest' ? GUEST : OWNER).role(ROLES[who])
  const made = cloud.session({ as, region })
  known.set(`${who}/${region}`, made)
  return made
}
const SESSIONS = new WeakMap<Cloud, Map<string, Session>>()
const ROLES = { admin: 'Chief', guest: 'Chief', app: 'App' } as const satisfies Record<Who, string>

const prepareAccounts = (cloud: Cloud): void => {
  const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } as const
  for (const account of [OWNER, GUEST]) cloud.account(account).createRole('Chief', { policies: [everything] })
  cloud.account(OWNER).createRole('App')
}

const preamble = (settings: CloudOptions): readonly string[] => [
  "import { createCloud, restoreCloud } from 'kms-ebs-sim'",
  `const cloud = createCloud(${JSON.stringify(settings)})`,
  "const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }",
  `for (const account of ['${OWNER}', '${GUEST}']) cloud.account(account).createRole('Chief', { policies: [everything] })`,
  `cloud.account('${OWNER}').createRole('App')`,
  `const at = (cloud, who, region) => cloud.session({ as: cloud.account(who === 'guest' ? '${GUEST}' : '${OWNER}').role(who === 'app' ? 'App' : 'Chief'), region })`,
  'const refused = (call) => { try { call(); return "accepted" } catch (error) { return error.name } }',
]
