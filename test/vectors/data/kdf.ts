/** One derivation in counter mode, all in hexadecimal; the length of `output` is the length asked for. */
export interface KbkdfVector {
  readonly name: string
  readonly key: string
  readonly fixed: string
  readonly output: string
}

/**
 * NIST CAVP, SP 800-108 KDF in counter mode, `KDFCTR_gen.rsp` (CAVS 14.4), group
 * `[PRF=HMAC_SHA256] [CTRLOCATION=BEFORE_FIXED] [RLEN=32_BITS]`: two vectors of each output length.
 *
 * COUNT is given where a second transcription names it (cryptomator/jsmb); the other four are those that Open Enclave's
 * `tests/crypto/kdf_tests.c` takes from the same group. All were computed again with node:crypto's HMAC when they were typed in.
 */
export const CAVP_KBKDF: readonly KbkdfVector[] = [
  {
    name: 'COUNT=0, L=128',
    key: 'dd1d91b7d90b2bd3138533ce92b272fbf8a369316aefe242e659cc0ae238afe0',
    fixed:
      '01322b96b30acd197979444e468e1c5c6859bf1b1cf951b7e725303e237e46b864a145fab25e517b08f8683d0315bb2911d80a0e8aba17f3b413faac',
    output: '10621342bfb0fd40046c0e29f2cfdbf0',
  },
  {
    name: 'another of L=128',
    key: '32c4003872a146194023eac1bda74ddf2b66977dad8a554b974ca2a62f7e4f43',
    fixed:
      '33d8cf6d0c759fb622d867ea8cf1285de4020af81cc287addf38cc2da4643e6db3b215ad3e33bfc47877c3620e336887c3c9ad4a1c6c0476b0f90a33',
    output: 'f593af0e1a492a7b904a2662897fa1c1',
  },
  {
    name: 'COUNT=10, L=256',
    key: 'e204d6d466aad507ffaf6d6dab0a5b26152c9e21e764370464e360c8fbc765c6',
    fixed:
      '7b03b98d9f94b899e591f3ef264b71b193fba7043c7e953cde23bc5384bc1a6293580115fae3495fd845dadbd02bd6455cf48d0f62b33e62364a3a80',
    output: '770dfab6a6a4a4bee0257ff335213f78d8287b4fd537d5c1fffa956910e7c779',
  },
  {
    name: 'another of L=256',
    key: 'aeeeca60f689a441b13b0cbcd441d82df0cf87dac236290dece8931df8d70317',
    fixed:
      '588ec041e5733b7031212c5538efe4f6aafa4cda8b925d261f5a2688f007b3ac240ee12991e77b8cb8538678615966164a81872bd1cfcbfb39a4f450',
    output: '3e81d6113cee3c529ecedff89a6999ce25b618c15ee1d19d45cb376a1c8e2374',
  },
  {
    name: 'COUNT=20, L=160',
    key: 'dc60338d884eecb72975c603c27b360605011756c697c4fc388f5176ef81efb1',
    fixed:
      '44d7aa08feba26093c14979c122c2437c3117b63b78841cd10a4bc5ed55c56586ad8986d55307dca1d198edcffbc516a8fbe6152aa428cdd800c062d',
    output: '29ac07dccf1f28d506cd623e6e3fc2fa255bd60b',
  },
  {
    name: 'another of L=160',
    key: '7a7ecee4f04c1f5453f29b8c65bee909f673c44f65e8f9cc18c31c32e9bcfc5a',
    fixed:
      '0e2b53dd63008e0663962a25da9cd55fc2ea377148783da229ff7e3bd6142a43c854b6b5d06d87b535936f1edc7cd067e8dbba220a1f9a5932b32a64',
    output: '96fb8ef9380ac9de2711ef5a83249e608dc7bffc',
  },
  {
    name: 'COUNT=30, L=320',
    key: 'c4bedbddb66493e7c7259a3bbbc25f8c7e0ca7fe284d92d431d9cd99a0d214ac',
    fixed:
      '1c69c54766791e315c2cc5c47ecd3ffab87d0d273dd920e70955814c220eacace6a5946542da3dfe24ff626b4897898cafb7db83bdff3c14fa46fd4b',
    output: '1da47638d6c9c4d04d74d4640bbd42ab814d9e8cc22f4326695239f96b0693f12d0dd1152cf44430',
  },
  {
    name: 'another of L=320',
    key: '22256ca571d5c896db80a8758ff81cf8631d2bc38c7e76f3bafb0c2af540a356',
    fixed:
      '9dd2dcd97b926251b50c6111d988e2951b02accc143702c88920cf36848f7c731756ab0537cb26e22725f11de069e5335802b0cb56c158dd75014791',
    output: 'a11aa3b1a93d2ce117550866c28d6974cf626719385b8868101a71a5d2aa793bc23c3cfdebe52ec9',
  },
]

/** One HKDF-SHA-256, all in hexadecimal; the length of `output` is the length asked for. */
export interface HkdfVector {
  readonly name: string
  readonly material: string
  readonly salt: string
  readonly info: string
  readonly output: string
}

/** The bytes from `first` to `last` in hexadecimal. */
const range = (first: number, last: number): string =>
  Array.from({ length: last - first + 1 }, (_, index) => (first + index).toString(16).padStart(2, '0')).join('')

/** RFC 5869, Appendix A, the cases with SHA-256. */
export const RFC_5869: readonly HkdfVector[] = [
  {
    name: 'test case 1',
    material: '0b'.repeat(22),
    salt: range(0x00, 0x0c),
    info: range(0xf0, 0xf9),
    output: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  },
  {
    name: 'test case 2, longer inputs and output',
    material: range(0x00, 0x4f),
    salt: range(0x60, 0xaf),
    info: range(0xb0, 0xff),
    output:
      'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c' +
      '59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71' +
      'cc30c58179ec3e87c14c01d5c1f3434f1d87',
  },
  {
    name: 'test case 3, no salt and no info',
    material: '0b'.repeat(22),
    salt: '',
    info: '',
    output: '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
  },
]
