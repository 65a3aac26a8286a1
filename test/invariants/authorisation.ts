import { type Invariant, shown } from './invariant.ts'

const DECISION = 'property/iam-decision.test.ts'

/** What IAM promises. */
export const AUTHORISATION_INVARIANTS: readonly Invariant[] = [
  {
    id: 'second-evaluator',
    sentence: 'Every decision is that of a second evaluator, which is slow, obvious and written on its own.',
    source: 'IAM User Guide, "Policy evaluation logic"; spec/around.md 1.9',
    checks: shown([DECISION, 'agrees with a slow second evaluator']),
  },
  {
    id: 'deny-wins',
    sentence: 'An explicit deny wins, also against a grant.',
    source: 'IAM User Guide, "Policy evaluation logic"; spec/around.md 1.9',
    checks: shown([DECISION, 'is never won by an additional deny'], [DECISION, 'by a grant is a refusal without the grant']),
  },
  {
    id: 'allow-only-adds',
    sentence: 'One more allow takes nothing away, and one more policy that only limits gives nothing.',
    source: 'IAM User Guide, "Policy evaluation logic"; spec/around.md 1.9',
    checks: shown(
      [DECISION, 'is never lost by an additional allow'],
      [DECISION, 'is never won by one more policy that only limits'],
    ),
  },
  {
    id: 'order-of-statements',
    sentence: 'Neither the order of statements nor statements about something else change a decision.',
    source: 'IAM User Guide, "Policy evaluation logic"; spec/around.md 1.9',
    checks: shown(
      [DECISION, 'does not depend on the order of statements'],
      [DECISION, 'does not depend on statements that speak of something else'],
    ),
  },
  {
    id: 'conditions',
    sentence: 'Every condition operator, with its set prefixes and IfExists, does what was recorded of it.',
    source: 'IAM User Guide, "Condition operators"; spec/around.md 1.5',
    checks: shown(['conformance/authorisation.test.ts', '%s %s']),
  },
  {
    id: 'patterns',
    sentence: 'A wildcard pattern matches what the regular expression of the same meaning matches.',
    source: 'IAM User Guide, "Resource"; spec/around.md 1.4',
    checks: shown(['property/iam-texts.test.ts', 'matches what the regular expression matches']),
  },
  {
    id: 'explanations',
    sentence: 'An explanation has the verdict of the evaluator, and shows what the verdict rests on.',
    source: 'design 3',
    checks: shown([DECISION, 'has the verdict of the evaluator'], [DECISION, 'shows every statement that the verdict rests on']),
  },
  {
    id: 'sharing',
    sentence: 'Sharing a snapshot gives the snapshot, and never a right on its key.',
    source: 'EBS User Guide, "Share an Amazon EBS snapshot"; spec/ebs-ec2.md 6.3',
    checks: shown(['property/snapshots.test.ts', 'never gives a right on the key']),
  },
]
