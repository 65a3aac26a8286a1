import { parse, withoutComments } from '../support/packaging/code-text.ts'

/** A test file that names a vector. */
export interface Mention {
  readonly id: string
  readonly path: string
}

/** `kms 13.1 #4`, `ebs 13 #1`, `around 8.1 #35a`; more numbers of the same section may follow: `kms 13.1 #4, #5 and #6`. */
const NAMED = /\b(kms 13\.\d+|ebs 13|around 8\.\d+) (#\d+[a-z]?\b(?:(?:,| and|, and) #\d+[a-z]?\b)*)/g

/** The vectors that a test file names: in its code and titles, not in comments, for a comment proves nothing. JSON cases count as they are. */
export const vectorsNamedIn = (path: string, text: string): readonly Mention[] => {
  const said = path.endsWith('.json') ? text : withoutComments(parse(path, text))
  return [...said.matchAll(NAMED)].flatMap(([, section, numbers]) =>
    [...(numbers ?? '').matchAll(/#\d+[a-z]?/g)].map(([number]) => ({ id: `${section} ${number}`, path })),
  )
}
