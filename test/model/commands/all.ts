import type { Command } from '../command.ts'
import { advanceClock } from './advance-clock.ts'
import { attachVolume } from './attach-volume.ts'
import { branch } from './branch-off.ts'
import { cancelDeletion } from './cancel-deletion.ts'
import { copySnapshot } from './copy-snapshot.ts'
import { createGrant } from './create-grant.ts'
import { createImage } from './create-image.ts'
import { createKey } from './create-key.ts'
import { createSnapshot } from './create-snapshot.ts'
import { createVolume } from './create-volume.ts'
import { decrypt } from './decrypt.ts'
import { deleteSnapshot } from './delete-snapshot.ts'
import { deleteVolume } from './delete-volume.ts'
import { detachVolume } from './detach-volume.ts'
import { encrypt } from './encrypt.ts'
import { encryptByDefault } from './encrypt-by-default.ts'
import { endGrant } from './end-grant.ts'
import { generateDataKey } from './generate-data-key.ts'
import { launchImage } from './launch-image.ts'
import { launchInstance } from './launch-instance.ts'
import { putKeyPolicy } from './put-key-policy.ts'
import { reEncrypt } from './re-encrypt.ts'
import { readDisk } from './read-disk.ts'
import { replicateKey } from './replicate-key.ts'
import { restoreSnapshot } from './restore-snapshot.ts'
import { rotateKey } from './rotate-key.ts'
import { scheduleDeletion } from './schedule-deletion.ts'
import { shareSnapshot } from './share-snapshot.ts'
import { stopOrStart } from './stop-or-start.ts'
import { terminateInstance } from './terminate-instance.ts'
import { toggleKey } from './toggle-key.ts'
import { writeDisk } from './write-disk.ts'

/** Everything that can happen in a story. */
export const COMMANDS: readonly Command[] = [
  createKey,
  launchInstance,
  createVolume,
  attachVolume,
  writeDisk,
  readDisk,
  createSnapshot,
  restoreSnapshot,
  copySnapshot,
  encrypt,
  decrypt,
  reEncrypt,
  generateDataKey,
  toggleKey,
  rotateKey,
  replicateKey,
  scheduleDeletion,
  cancelDeletion,
  createGrant,
  endGrant,
  putKeyPolicy,
  shareSnapshot,
  detachVolume,
  stopOrStart,
  terminateInstance,
  deleteVolume,
  deleteSnapshot,
  createImage,
  launchImage,
  encryptByDefault,
  advanceClock,
  branch,
]
