import type { Cloud } from '../cloud-api.ts'
import type { SourceFile } from './source-file.ts'
import { createRecorder, type TourRecorder } from './tour-recorder.ts'
import type { TourReport, TourResource } from './tour-report.ts'

/** A story that a tour can tell: calls to a cloud, in steps, with what they show. */
export interface TourScenario {
  /** The word behind `kms-ebs-sim tour`. */
  readonly name: string
  /** One line of `kms-ebs-sim tour --list`. */
  readonly title: string
  /** Whether a file is written through its disks, and read back. */
  readonly writesFile: boolean
  /** Tells the story in a fresh cloud. Answers what holds data at the end. */
  tell(cloud: Cloud, recorder: TourRecorder, file: SourceFile): readonly TourResource[]
}

/** Tells a scenario in a fresh cloud. */
export const tellTour = (scenario: TourScenario, cloud: Cloud, seed: string, file: SourceFile): TourReport => {
  const { name, title, writesFile } = scenario
  const recorder = createRecorder(cloud)
  const resources = scenario.tell(cloud, recorder, file)
  const steps = recorder.steps()
  return {
    scenario: name,
    title,
    seed,
    ...(writesFile ? { file: { name: file.name, bytes: file.bytes, sha256: file.sha256 } } : {}),
    holds: steps.every(({ claims }) => claims.every(({ holds }) => holds)),
    steps,
    resources,
  }
}
