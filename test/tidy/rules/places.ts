import { matches, type Rule, type Sample } from './rule.ts'

const WRITTEN = [/^(?:src|test|bench|docs|\.ci)\//, /^(?:README|CHANGELOG)\.md$/, /^package\.json$/, /^[\w.]+\.(?:json|ts)$/]

/** The rules themselves name what they forbid, and so do their samples. */
const RULES = [/^test\/tidy\//]

/** What is written must be true on every machine. */
export const PLACES: readonly Rule[] = [
  {
    name: 'no path of one machine',
    instead: 'a path from the project folder, os.tmpdir() or mktemp',
    holdsFor: WRITTEN,
    allowedIn: RULES,
    find: matches('text', /(?<![\w.\-~/])(?:\/(?:work|root|tmp|home|Users|var\/tmp)\/|~\/|[A-Z]:\\\\?Users)/),
    bad: inDocs('see /work/notes.md', 'cp a /tmp/b', 'in /root/.npmrc', "'/home/me/a'", 'C:\\Users\\me'),
    good: inDocs('src/work/a', 'a/tmp/b', '/dev/sdf', '../tmp/', 'team/home/x', 'arn:aws:iam::111122223333:role/team/app'),
  },
  {
    name: 'no host of a package registry',
    instead: 'the package name; which registry serves it is the machine’s affair',
    holdsFor: [...WRITTEN, /^package-lock\.json$/],
    allowedIn: RULES,
    find: matches('text', /\bregistry\.(?:npmjs|yarnpkg|npmmirror)\b|\bdeb\.debian\.org\b|\bnpm\.pkg\.github\b/),
    bad: inDocs('https://registry.npmjs.org/uuid', 'https://registry.yarnpkg.com', 'http://deb.debian.org/debian'),
    good: inDocs('npm install kms-ebs-sim', 'https://www.npmjs.com/package/kms-ebs-sim'),
  },
  {
    name: 'no download address in the lockfile',
    instead: 'a lockfile without `resolved` (npm config omit-lockfile-registry-resolved=true)',
    holdsFor: [/^package-lock\.json$/],
    find: matches('text', /"resolved"\s*:\s*"[a-z+]+:\/\//),
    bad: [{ path: 'package-lock.json', text: '{"packages":{"node_modules/a":{"resolved":"https://example.org/a.tgz"}}}' }],
    good: [{ path: 'package-lock.json', text: '{"packages":{"node_modules/a":{"version":"1.0.0","integrity":"sha512-x"}}}' }],
  },
  {
    name: 'no word about how the text came about',
    instead: 'what the reader of the package needs to know',
    holdsFor: WRITTEN,
    allowedIn: RULES,
    find: matches(
      'text',
      /\b(?:language model|chat ?bot|sub-?agent|coding agent|AI assistant|prompt engineering|work\/shared|examples-to-follow)\b/i,
    ),
    bad: inDocs('as an AI assistant', 'written by a sub-agent', 'see examples-to-follow §6'),
    good: inDocs('the session of a role', 'an agent of change', 'the SSM agent'),
  },
]

function inDocs(...texts: readonly string[]): readonly Sample[] {
  return texts.map((text) => ({ path: 'README.md', text }))
}
