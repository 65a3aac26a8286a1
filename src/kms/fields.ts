import { isWellFormed } from '../core/bytes.ts'
import { blob, type Field, flag, integer, list, structure, text, textMap } from '../core/shape.ts'

/** `KeyId` and its like: 1 to 2048 characters. */
export const keyIdentifier = (): Field<string> => text({ min: 1, max: 2048 })

/** An encryption context: pairs of texts that have a UTF-8 form. */
export const encryptionContext = (): Field<Record<string, string>> => textMap(wellFormedText, wellFormedText)

/** Grant tokens: at most 10, each 1 to 8192 characters. */
export const grantTokens = (): Field<string[]> => list(text({ min: 1, max: 8192 }), { max: 10 })

/** A CiphertextBlob: 1 to 6144 bytes. */
export const ciphertext = (): Field<Uint8Array> => blob({ min: 1, max: 6144 })

/** The ARN of a principal, or the name of a service. */
export const principalArn = (): Field<string> => text({ min: 1, max: 256, pattern: /^[\w+=,.@:/-]+$/ })

/** A service principal, e.g. `dynamodb.us-west-2.amazonaws.com`. */
export const serviceName = (): Field<string> =>
  text({ min: 1, max: 128, pattern: /^([A-Za-z0-9-]+)\.([A-Za-z0-9-]+)(\.[A-Za-z0-9-]+)+$/ })

/** `DryRun`: checks whether the call would succeed and changes nothing. */
export const dryRun = (): Field<boolean> => flag()

/** A page size: 1 to 1000 by the model; the operation may have a lower limit of its own. */
export const limit = (max = 1000): Field<number> => integer({ min: 1, max })

/** Where the last page ended: 1 to 1024 characters. */
export const marker = (): Field<string> => text({ min: 1, max: 1024, pattern: /^[\u0020-\u00FF]*$/ })

/** The tags of a key. */
export const tags = (): Field<Tag[]> =>
  list(structure<Tag>({ TagKey: text({ min: 1, max: 128 }).required(), TagValue: text({ min: 0, max: 256 }).required() }))

/** A key policy document: at most 131,072 characters of the model's set. */
export const policyDocument = (): Field<string> => text({ min: 1, max: 131_072, pattern: /^[\t\n\r\u0020-\u00FF]+$/ })

/** A key's description: up to 8192 characters. */
export const description = (): Field<string> => text({ min: 0, max: 8192 })

/** A Region code by the model's pattern. */
export const regionName = (): Field<string> => text({ min: 1, max: 32, pattern: /^([a-z]+-){2,3}\d+$/ })

/** `PolicyName`: 1 to 128 characters. */
export const policyName = (): Field<string> => text({ min: 1, max: 128, pattern: /^[\w]+$/ })

/** `KeyMaterialId`: 64 hexadecimal digits. */
export const keyMaterialId = (): Field<string> => text({ min: 64, max: 64, pattern: /^[a-f0-9]+$/ })

/** A tag for a KMS key. */
export interface Tag {
  /** 1 to 128 characters; not `aws:…`. */
  TagKey: string | undefined
  /** 0 to 256 characters. */
  TagValue: string | undefined
}

const anyText = text()

/** A lone surrogate has no UTF-8: it is refused, never replaced silently, or two contexts could become one. */
const wellFormedText: Field<string> = {
  ...anyText,
  read: (value, path, member, failures) => {
    const read = anyText.read(value, path, member, failures)
    if (typeof read === 'string' && !isWellFormed(read)) {
      failures.push({ path, member, constraint: { kind: 'pattern', pattern: 'well-formed Unicode' } })
    }
    return read
  },
}
