import type { Explanation, GrantTrace } from './explain.ts'
import type { ElementTrace, PolicyTrace, StatementTrace } from './trace-policy.ts'

/**
 * What came nearest to allowing a refused request: the Allow statements of the layer that is missing of which one element alone does
 * not match, and the grants to the caller that do not apply. Nothing where a deny decided: no allow would have helped.
 */
export const nearestMiss = ({ decidedBy, policies, grants }: Explanation): readonly string[] => {
  if (decidedBy.step !== 'no-allow') return []
  const statements = policies.filter(({ layer }) => layer === decidedBy.layer).flatMap(almostAllowing)
  return [...statements, ...grants.filter(isToCaller).map(grantText)].slice(0, MOST_SHOWN)
}

const almostAllowing = ({ name, statements }: PolicyTrace): readonly string[] =>
  statements.flatMap(({ index, sid, effect, elements }: StatementTrace) => {
    const failing = elements.filter(({ matched }) => !matched)
    const [only] = failing
    if (effect !== 'Allow' || failing.length !== 1 || only === undefined || !isTelling(only)) return []
    return [`statement ${index}${sid === undefined ? '' : ` "${sid}"`} of ${name}, but for its ${elementName(only)}`]
  })

/** That a statement is about other actions, principals or resources altogether is no near miss. */
const isTelling = (trace: ElementTrace): boolean => trace.element === 'Condition' || trace.reason === 'names-one-made-anew'

const elementName = (trace: ElementTrace): string =>
  trace.element === 'Condition' ? `condition ${trace.operator} on ${trace.key}` : trace.element

const isToCaller = ({ reason, missing }: GrantTrace): boolean =>
  reason === 'applies' ? missing !== undefined : reason !== 'other-grantee'

const grantText = ({ grantId }: GrantTrace): string => `grant ${grantId}, see below`

const MOST_SHOWN = 3
