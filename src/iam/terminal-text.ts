/** The width of the texts that are made for a terminal. */
export const COLUMNS = 96

/** Breaks between words; a word that is too long for a line, such as an ARN, stays whole. */
export const wrapped = (text: string, first: string, next: string): readonly string[] => {
  const lines: string[] = []
  let line = first
  let isEmpty = true
  for (const word of text.split(' ')) {
    const longer = isEmpty ? line + word : `${line} ${word}`
    if (!isEmpty && longer.length > COLUMNS) {
      lines.push(line)
      line = next + word
    } else line = longer
    isEmpty = false
  }
  return [...lines, line]
}
