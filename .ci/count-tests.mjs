/**
 * `node .ci/count-tests.mjs REPORT STATUS` reads vitest's JSON report and the exit status of the run, and prints
 * `PASSED FAILED SKIPPED` on one line.
 *
 * A file that could not be collected has failed once; so has a run that left no report, ran no test, or ended with a
 * status that the report does not account for.
 */
import { readFileSync } from 'node:fs'

const [path, status] = process.argv.slice(2)
const { passed, failed, skipped } = count(report(path))
const isSilentFailure = failed === 0 && (status !== '0' || passed === 0)
console.log(`${passed} ${isSilentFailure ? 1 : failed} ${skipped}`)

function report(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).testResults ?? []
  } catch {
    return []
  }
}

function count(files) {
  const states = files.flatMap(({ assertionResults }) => assertionResults.map((result) => result.status))
  const brokenFiles = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((result) => result.status === 'failed'),
  )
  return {
    passed: states.filter((state) => state === 'passed').length,
    failed: states.filter((state) => state === 'failed').length + brokenFiles.length,
    skipped: states.filter((state) => state !== 'passed' && state !== 'failed').length,
  }
}
