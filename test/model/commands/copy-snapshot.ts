import { agree, type Command } from '../command.ts'
import { accountOf, isUsable, type Paper, type Protection, pick, REGIONS, type Snapshot } from '../paper.ts'
import { at, outcomeOf } from '../stage.ts'
import { copyProtection, isWithinReach, visibleSnapshots, wishedKey, wishFor } from './new-protection.ts'
import { snapshotState } from './seen.ts'

/** Within a Region or across; a key that cannot be used for the copy is refused at once, one that cannot open the source later. */
export const copySnapshot: Command = {
  name: 'copy snapshot',
  weight: 4,
  run: (stage, [a, b, c, d]) => {
    const { paper } = stage.now
    const who = a % 4 === 3 ? 'guest' : 'admin'
    const source = pick(visibleSnapshots(paper, who), b)
    const region = pick(REGIONS, c) ?? REGIONS[0]
    if (source === undefined || paper.snapshots.length >= 12) return
    const key = wishedKey(paper, who, region, d)
    const { ec2 } = at(stage, who, region)
    const protection = copyProtection(paper, who, region, source, key)
    let id = ''
    const outcome = outcomeOf(stage, () => {
      id = ec2.copySnapshot({ SourceRegion: source.region, SourceSnapshotId: source.id, ...wishFor(key) }).SnapshotId
    })
    agree('copying a snapshot', outcome, isUsable(protection) ? 'accepted' : 'InvalidParameterValue')
    if (outcome !== 'accepted') return
    const isReadable = isWithinReach(paper, who, baseOf(paper, source, { account: accountOf(who), region, protection }))
    agree('the state of the copy', snapshotState(stage, who, region, id), isReadable ? 'completed' : 'error')
    const made = { id, account: accountOf(who), region, protection, bytes: source.bytes.slice() }
    if (!isReadable) return
    paper.snapshots.push({ ...made, isSharedWithGuest: false, isOfImage: false })
    const place = placeOf(source, made)
    paper.copies.set(place, [...(paper.copies.get(place) ?? []), id])
  },
}

interface Destination {
  readonly account: string
  readonly region: string
  readonly protection: Protection
}

const placeOf = (source: Snapshot, { account, region }: Pick<Destination, 'account' | 'region'>): string =>
  `${source.id}/${account}/${region}`

/**
 * What the bytes of a copy are read from, so far as a key is concerned: the source, or the last copy of it in another place where all
 * copies there are under the same key. That one already has everything, so nobody has to open the source.
 */
const baseOf = ({ snapshots, copies }: Paper, source: Snapshot, to: Destination): Protection => {
  if (source.account === to.account && source.region === to.region) return source.protection
  const ids = copies.get(placeOf(source, to)) ?? []
  const left = snapshots.filter(({ id }) => ids.includes(id))
  const isBuiltOn = left.some(({ id }) => id === ids.at(-1)) && left.every(({ protection }) => protection === to.protection)
  return isBuiltOn ? to.protection : source.protection
}
