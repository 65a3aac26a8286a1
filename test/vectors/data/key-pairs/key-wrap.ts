/** One wrapping with padding, all in hexadecimal. */
export interface KeyWrapVector {
  readonly key: string
  readonly material: string
  readonly wrapped: string
}

/** RFC 5649, section 6. */
export const RFC_5649: readonly KeyWrapVector[] = [
  {
    key: '5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8',
    material: 'c37b7e6492584340bed12207808941155068f738',
    wrapped: '138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a',
  },
  {
    key: '5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8',
    material: '466f7250617369',
    wrapped: 'afbeb0f07dfbf5419200f2ccb50bb24f',
  },
]

/** NIST CAVP, key wrap, `KWP_AE_256.txt`: the first two of each length that is not very long. */
export const KWP_256: readonly KeyWrapVector[] = [
  {
    key: '95da2700ca6fd9a52554ee2a8df1386f5b94a1a60ed8a4aef60a8d61ab5f225a',
    material: 'd1',
    wrapped: '06ba7ae6f3248cfdcf267507fa001bc4',
  },
  {
    key: '2800f18237cf8d2ba1dfe361784fd7519b0fdb0ec73e2ab1c0b966b9173fc5b5',
    material: 'ad',
    wrapped: 'c1eccf2d077a385e67aaeb35552c893c',
  },
  {
    key: '3517f0efa7f0c4d74f91af83ece5e7503bcc5ab82907a6e4b7ed34d87b69ab1d',
    material: '897e0456b289ad31',
    wrapped: '0b06a9b635d50cda9d4210cb3a71f990',
  },
  {
    key: '1c997c2bb5a15a4593e337b3249675d557467417917f6bc5165c9af6a3e29504',
    material: '3e3eafc50cd4e939',
    wrapped: '163eb9e7dbc8ed0086dffbc6ab00e329',
  },
  {
    key: '70da43aac823c6dd37d1109f5b18feb4503c973288989745e2cc1cc21d9570c6',
    material: 'edf17d966ed896aee3',
    wrapped: 'd67b5b2ad15c645450e23b5e7b6d682f8ae20e716d470db7',
  },
  {
    key: '8df1533f99be6fe60f951057fed1daccd14bd4e34118f24af677bbf46bf11fe7',
    material: 'fb36b1f3907fb5edce',
    wrapped: '6974d7bae0221b4ed91336c26af77e32761f6024d8bbf292',
  },
  {
    key: 'e9bb7f44c7baafbf392ab912589a2f8db53268106eafb74689bb1833136e6113',
    material: 'ffe952604834bff899e63658f34246815c91597eb40a21729e0a8a959b61f2',
    wrapped: '15b9f06fbc765e5e3d55d6b824616f21921d2a6918ee7bf1406b524274e170b4a78333ca5ee92af5',
  },
  {
    key: 'dea4667d911b5c9ec996cdb35da0e29bc996cbfb0e0a56bac12fccc334d732eb',
    material: '25d58d437a56a7332a18541333201f9929fccde11b06844c19ba1ca224cfd6',
    wrapped: '86d4e258391f15d7d4f0ab3e15d6f45e65dd2f8caf4c6720963bb8970fc2f3a4a58dc74674347ec9',
  },
]

/** NIST CAVP, key wrap, `KWP_AD_256.txt`: ciphertexts that are none. */
export const KWP_256_FAIL: readonly Omit<KeyWrapVector, 'material'>[] = [
  {
    key: 'c32cb3e1e41a4b9f4de79989957866f5dd48dba38c22a6ebb80e14c84bdd9534',
    wrapped: 'c29b05c2619a58ecc1d239e7a34273cd',
  },
  {
    key: '5fc3ef43eef256993fb00e6ccc90f60319f10a3bc9fe5ca4ec876c165e2a7720',
    wrapped: 'f3d922a948969acca293bc3daa027e48',
  },
  {
    key: '398444df32841be9e699c64faa92630c834564b8384876dceb471c4056fc8299',
    wrapped: '30032c9a3ed00d29512d8c725fa86a4b',
  },
  {
    key: '532b4699bb0a97dc426a511a7d0fe70dc7ba163106775677a5b2d75a4d5b93a0',
    wrapped: 'e1e64a6bf74b137522e6c5f47ca859ae',
  },
  {
    key: '64b69233fe392c0bcda28a931cc3527b1a8f29235c1adf6256556c685cb89b9f',
    wrapped: '6b5fd75ad16eda04a8b29f1bc0411ae28befbad9e474f2d8',
  },
  {
    key: '9de38f3eaaf2ec1e32ba1674bac0d2e945f79af99939c54247025331c1ce03f1',
    wrapped: '99a9c746a25be6d8e9c836a3ba4b3b8fd1e44fe40638ff9c',
  },
  {
    key: '8c35fb77766d04f48d5b52275c5c5f31f568078419e5c2335918965fbe53cedd',
    wrapped: 'bacccb1714dbaa4908c2654aa8dbb1ddbddd8ab819429b026619fb1c0fa75a8247372b2feeab1e1d',
  },
  {
    key: 'e3335277849dab5646d0b0b5f0f5afbc140c8ac2374cfb7729cb889f6f161fa0',
    wrapped: 'a9ce4bb6abb4ae03a9ccee348dc905bb839efb8785ce7195f4b3d8e4720ff004c3ec81d365ed1e3c',
  },
]
