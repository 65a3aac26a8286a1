/** A sentence that is always true, and what shows it. `test/README.md` is made of these. */
export interface Invariant {
  /** By which mutants name it. */
  readonly id: string
  readonly sentence: string
  /** Where it comes from: a page of AWS, or the section of the specification or design that laid it down. */
  readonly source: string
  readonly checks: readonly InvariantCheck[]
}

/** A test that fails where the sentence is not true. */
export interface InvariantCheck {
  /** From the `test` folder. */
  readonly file: string
  /** Its title, or the beginning of it. */
  readonly title: string
}

/** Every pair is a file and a title. */
export const shown = (...pairs: readonly (readonly [file: string, title: string])[]): readonly InvariantCheck[] =>
  pairs.map(([file, title]) => ({ file, title }))
