import { GUEST, type Who } from '../paper.ts'

/** The administrator of the account that something belongs to. */
export const ownerOf = ({ account }: { readonly account: string }): Who => (account === GUEST ? 'guest' : 'admin')
