declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** Twelve digits. */
export type AccountId = Branded<'AccountId'>
/** A Region code such as `ap-northeast-1`. */
export type Region = Branded<'Region'>

/** `text` as an account id, or `undefined` where it is not twelve digits. */
export const parseAccountId = (text: string): AccountId | undefined =>
  // A number would pass the pattern and then equal no account id.
  typeof text === 'string' && /^\d{12}$/.test(text) ? (text as AccountId) : undefined

/** `text` as a Region code by its form, or `undefined`. Whether AWS has that Region is `core/regions.ts`. */
export const parseRegion = (text: string): Region | undefined =>
  /^[a-z]{2,4}(-[a-z]+){1,3}-\d{1,2}$/.test(text) ? (text as Region) : undefined

/** The parts of an Amazon Resource Name; `region` and `account` are `""` where the service leaves them out. */
export interface Arn {
  readonly partition: string
  readonly service: string
  readonly region: string
  readonly account: string
  /** All behind the fifth colon, e.g. `key/1234…`. */
  readonly resource: string
}

/** The parts of `text`, or `undefined` where it has not the form of an ARN. */
export const parseArn = (text: string): Arn | undefined => {
  const parts = text.split(':')
  const [prefix, partition, service, region, account] = parts
  if (parts.length < 6 || prefix !== 'arn') return undefined
  if (!partition || !service || region === undefined || account === undefined) return undefined
  return { partition, service, region, account, resource: parts.slice(5).join(':') }
}

/** The text of an ARN. */
export const formatArn = ({ partition, service, region, account, resource }: Arn): string =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`
