import {
  checkPrimeSync,
  constants,
  createECDH,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  privateEncrypt,
  publicEncrypt,
  verify,
} from 'node:crypto'
import type { CurveArithmetic, EdwardsArithmetic, PlatformArithmetic, RsaArithmetic } from './key-pairs/arithmetic.ts'
import { verifyByShiftedKey } from './key-pairs/shifted-key.ts'
import { curveOf } from './key-pairs/curves.ts'
import { fromInteger } from './key-pairs/integers.ts'
import { writeKeyPair } from './key-pairs/key-info.ts'

