/** A name with its first letter in lower case: AWS's own spelling of a member in validation sentences, CloudTrail and our method names. */
export const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)
