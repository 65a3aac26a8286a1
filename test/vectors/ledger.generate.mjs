/**
 * Reads the numbered vectors out of the three specification pages (kms.md, ebs-ec2.md, around.md).
 *
 *     node test/vectors/ledger.generate.mjs FOLDER           writes ledger.json beside this file
 *     node test/vectors/ledger.generate.mjs FOLDER --check   writes nothing; status 1 where pages and ledger differ
 *
 * FOLDER holds the pages. They are not part of the package, so the tests read ledger.json and never this script.
 * Which issue owns a vector is decided here, by the operations that the vector needs.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const LEDGER = fileURLToPath(new URL('ledger.json', import.meta.url))
const TITLE_MAX = 74

/** The parts of the pages that hold vectors: where they start and end, and the form of their ids. */
const PAGES = [
  {
    page: 'kms.md',
    chapter: /^## 13\. /,
    end: /^## 14\. /,
    section: /^### (13\.\d+) /,
    name: (section) => `kms ${section}`,
    titles: 1,
  },
  {
    page: 'ebs-ec2.md',
    chapter: /^## 13\. /,
    end: /^## 14\. /,
    section: /^## (13)\. /,
    name: (section) => `ebs ${section}`,
    titles: 1,
  },
  {
    page: 'around.md',
    chapter: /^# 8\. /,
    end: /^# 9\. /,
    section: /^## (8\.\d) /,
    name: (section) => `around ${section}`,
    titles: 2,
  },
]

/** Everything that is not issue 1, with what it waits for. First match counts; `to` is inclusive. */
const LATER = [
  ...later(2, 'kms 13.1', 'asymmetric keys', [8, 9, 14, 15, 21]),
  ...later(2, 'kms 13.1', 'UpdateAlias', [11]),
  ...later(2, 'kms 13.1', 'rotation', [22]),
  ...later(2, 'kms 13.1', 'data key pairs, custom key stores', [24]),
  ...later(2, 'kms 13.1', 'GenerateRandom', [25]),
  ...later(2, 'kms 13.2', 'signing and MAC', between(26, 37)),
  ...later(2, 'kms 13.3', 'DeleteAlias, UpdateAlias', [48, 52]),
  ...later(2, 'kms 13.4', 'TagResource', [59]),
  ...later(2, 'kms 13.4', 'asymmetric keys', [61]),
  ...later(2, 'kms 13.4', 'imported material', between(65, 69)),
  ...later(2, 'kms 13.5', 'rotation', between(70, 76)),
  ...later(2, 'kms 13.6', 'rotation', [85]),
  ...later(2, 'kms 13.6', 'imported material', [86]),
  ...later(2, 'kms 13.7', 'asymmetric keys', [92]),
  ...later(2, 'kms 13.7', 'a raised alias quota', [106]),
  ...later(2, 'kms 13.8', 'HMAC keys', [110]),
  ...later(2, 'kms 13.8', 'TagResource, UntagResource', [111, 114]),
  ...later(2, 'kms 13.9', 'imported material', [127, ...between(154, 163)]),
  ...later(2, 'kms 13.9', 'UpdatePrimaryRegion', [128, ...between(134, 140)]),
  ...later(2, 'kms 13.9', 'rotation', [132, 133, 144, 145, 148]),
  ...later(2, 'kms 13.9', 'TagResource', [147]),
  ...later(2, 'kms 13.10', 'imported material', between(164, 208)),
  ...later(2, 'ebs 13', 'UpdateAlias', [4]),
  ...later(2, 'ebs 13', 'rotation', [69]),
  ...later(2, 'ebs 13', 'asymmetric keys', [72]),
  ...later(3, 'ebs 13', 'images that users make', [18, ...between(47, 52), 79, 81]),
  ...later(3, 'ebs 13', 'ModifySnapshotAttribute (sharing)', [...between(34, 40), 85]),
  ...later(3, 'ebs 13', 'EBS direct APIs', between(58, 65)),
  ...later(3, 'ebs 13', 'ModifyVolume', [73]),
  ...later(3, 'ebs 13', 'rate limits', [80]),
  ...later(7, 'ebs 13', 'Auto Scaling', [71]),
  ...later(2, 'around 8.1', 'GenerateMac', [28]),
  ...later(7, 'around 8.1', 'Auto Scaling', [38]),
  ...later(7, 'around 8.3', 'Auto Scaling, Aurora', between(44, 59)),
  ...later(7, 'around 8.4', 'LookupEvents', [64]),
  ...later(7, 'around 8.4', 'EventBridge rules with a state', [65]),
  ...later(7, 'around 8.4', 'CloudFormation', between(74, 79)),
]

const [folder, mode] = process.argv.slice(2)
if (folder === undefined) throw new Error('usage: ledger.generate.mjs FOLDER-OF-THE-PAGES [--check]')
const entries = PAGES.flatMap((page) => vectorsOf(page, readFileSync(`${folder}/${page.page}`, 'utf8')))
assertWhole(entries)
if (mode === '--check') check(entries)
else
  writeFileSync(
    LEDGER,
    `[\n${entries.map(({ id, title, issue }) => `  { "id": "${id}", "title": ${JSON.stringify(title)}, "issue": ${issue} }`).join(',\n')}\n]\n`,
  )

function vectorsOf({ chapter, end, section, name, titles }, text) {
  const found = []
  let isInside = false
  let current = ''
  for (const line of text.split('\n')) {
    if (chapter.test(line)) isInside = true
    else if (end.test(line)) isInside = false
    if (!isInside) continue
    current = section.exec(line)?.[1] ?? current
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim())
    if (!/^\d+[a-z]?$/.test(cells[1] ?? '')) continue
    const id = `${name(current)} #${cells[1]}`
    found.push({ id, title: titleOf(cells.slice(2, 2 + titles)), issue: LATER.find((row) => row.id === id)?.issue ?? 1 })
  }
  return found
}

function titleOf(cells) {
  const text = cells
    .filter((cell) => cell !== '')
    .join(' / ')
    .replaceAll(/`|\*\*/g, '')
  return text.length > TITLE_MAX ? `${text.slice(0, TITLE_MAX - 1).trimEnd()}…` : text
}

function assertWhole(all) {
  const ids = new Set(all.map(({ id }) => id))
  if (ids.size !== all.length) throw new Error('two vectors have the same id')
  const astray = LATER.filter(({ id }) => !ids.has(id)).map(({ id }) => id)
  if (astray.length > 0) throw new Error(`no such vector in the pages: ${astray.join(', ')}`)
}

function check(all) {
  const ledger = JSON.parse(readFileSync(LEDGER, 'utf8'))
  const differences = [
    ...missing(all, ledger, 'is in the pages and not in the ledger'),
    ...missing(ledger, all, 'is in the ledger and not in the pages'),
  ]
  for (const line of differences) console.error(line)
  if (differences.length === 0) console.log(`${all.length} vectors, all of them in the ledger`)
  process.exitCode = differences.length === 0 ? 0 : 1
}

function missing(from, inside, words) {
  const ids = new Set(inside.map(({ id }) => id))
  return from.filter(({ id }) => !ids.has(id)).map(({ id }) => `${id} ${words}`)
}

function later(issue, section, needs, numbers) {
  return numbers.map((number) => ({ id: `${section} #${number}`, issue, needs }))
}

function between(from, to) {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
