import type { CallExplanation } from '../explanation.ts'
import type { Simulation } from '../simulation.ts'
import { misused, type Verdict } from './verdict.ts'

type Explained = CallExplanation['decisions'][number]
type Step = Explained['decidedBy']

/**
 * Whether a call was denied by a certain step of the decision. `by` is the step (`explicit-deny`, `no-allow`, `not-across-accounts`,
 * `missing-resource`), the kind of policy (`key`, `identity`, `boundary`, `session`, `service-control`, …), the name of the policy that
 * denies it, or the `Sid` of its statement.
 */
export const toHaveBeenDeniedBy = (received: unknown, by: string): Verdict => {
  if (typeof by !== 'string' || by === '')
    misused('a step, a kind of policy, a policy or a Sid', by, "Write e.g. toHaveBeenDeniedBy('no-allow').")
  const { text, steps } = denialsOf(received)
  const pass = steps.some((step) => namesOf(step).includes(by))
  return { pass, message: () => [headOf(pass, by, steps), '', text].join('\n') }
}

const headOf = (pass: boolean, by: string, steps: readonly Step[]): string => {
  const head = `Expected the call ${pass ? 'not ' : ''}to have been denied by ${JSON.stringify(by)}`
  if (steps.length === 0) return `${head}; policies and grants have denied nothing.`
  return `${head}; it was denied by ${steps.map((step) => namesOf(step).join(', ')).join(' and by ')}.`
}

/** The names under which a step of a decision goes. */
const namesOf = (step: Step): readonly string[] => {
  const layer = 'layer' in step ? [step.layer] : []
  const statement = step.step === 'explicit-deny' ? [step.by.policy, ...(step.by.sid === undefined ? [] : [step.by.sid])] : []
  return [step.step, ...layer, ...statement]
}

const denialsOf = (received: unknown): { readonly text: string; readonly steps: readonly Step[] } => {
  if (typeof received === 'object' && received !== null && 'text' in received) {
    if ('decisions' in received) {
      const explained = received as CallExplanation
      return { text: explained.text, steps: stepsIn(explained) }
    }
    if ('explanation' in received) {
      const { text, explanation } = received as Simulation
      return { text, steps: refusing([explanation]) }
    }
  }
  return misused('what cloud.explain(error) or cloud.simulate(…) gives', received, 'Hand in its answer.')
}

const stepsIn = ({ decisions, nested }: CallExplanation): readonly Step[] => [...refusing(decisions), ...nested.flatMap(stepsIn)]

const refusing = (decisions: readonly Explained[]): readonly Step[] =>
  decisions.filter(({ allowed }) => !allowed).map(({ decidedBy }) => decidedBy)
