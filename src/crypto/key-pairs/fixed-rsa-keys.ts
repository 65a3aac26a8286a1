import { fromBase64 } from '../../core/bytes.ts'
import { broken } from '../../core/simulator-error.ts'
import { toInteger } from './integers.ts'
import type { KeyPair, RsaSpec } from './key-algorithm.ts'
import { rsaKeyOf, writeRsaKey } from './rsa-key.ts'

/** How many fixed keys there are of each spec. */
export const FIXED_RSA_KEYS = 4

/**
 * One of the published RSA keys: made in a millisecond, where a key of one's own takes up to seconds.
 *
 * **Everybody has these private keys.** They are for tests that need many RSA keys and do not care which. They can be made
 * again: key `index` of a spec is `primePair` of SHA-256("kms-ebs-sim/fixed-key/" ‖ spec ‖ "/" ‖ index). After the last one
 * the first comes again, so two KMS keys may then have one key pair between them.
 */
export const fixedRsaKey = (spec: RsaSpec, index: number): KeyPair => {
  const primes = PRIMES[spec][index % FIXED_RSA_KEYS] ?? broken(`There is no fixed key ${index} of ${spec}`)
  return writeRsaKey(rsaKeyOf({ p: decoded(primes.p), q: decoded(primes.q) }))
}

const decoded = (text: string): bigint => toInteger(fromBase64(text) ?? broken('A fixed key is not base64'))

interface Primes {
  readonly p: string
  readonly q: string
}

/** The primes, in base64. */
const PRIMES: Readonly<Record<RsaSpec, readonly Primes[]>> = {
  RSA_2048: [
    {
      p: 'zP1ZJ8KjAVA5i7CwJG4z3APi/cJzPaY+WgUPou+9UkX/HGPa3A7Yg3ILMRU/XHJKhdTO0XahClPA+aR8JYEIMCQ29Aq13fnkKq2SAXMmD5hwROj0hsXDUhDaIey3QnsnipZT8wRo1vugGTXTjKnfIhS2PFC8M3d0WGFD/PGvkds=',
      q: 'xlTv7bz+vk+mwgAsJLkMxMjhm/iEU5SIt0YIpXZnusVwkKeArkxNWjCwfIuPYmmR03nVusUnTHRBnMkM35/BzveI5BOxZWNlFRuYGJHC9aLjQ21WXVwoUcO4M+WxZ/higSxmFeBa3oRIi8RNewB5nKymVRZZPVvavo8CYRuSY/E=',
    },
    {
      p: '81BgOee3DAodzVsnkfOtQL+s8h45oUfsTzn351TtwT2mQWdOwnXxSWXMAezUX5VOSFY7ixcV48izqoqiG5/+x1sfUvQgNIYT5xAvTsSagmb7iVLihVHuG1c5CJHcETD+qqyHLNaIwuzFGnQmUkeMozqEQuuZ5hVwGGgBWQ6GYKc=',
      q: '1ZP6CLNrF6RN1F8AdZwGYdxhMl6l1CePz9vhmczj3DHxN9dgypuDgW3vXyxdIBQ++q0TKIe143cHgcDRJEj82QGFcc2xWuE9oBZ5IbXUFZXu3TgrUrzGrwDXBN60ApiPSG2SO3H9JQuQE8ilrXTuxdJdG0J7nzCr9q2pfc33Nd8=',
    },
    {
      p: '2rvqHn3Z41IDQOJY7EjNrR12/Ih0bwTucFe+8EYxskZKN5yp8H1eS5K8uorJy+IbHnouYKtYluIIuFWd7/9nYLHiALe1/KOhBNWPiLafvEdwfGmZM7d37KS2T+ZejsdEIZoYFxEIa8rG/Tf4OO+6MNRgali9VkBykFO185is1nM=',
      q: '1IGVb8ZuXLXUtILy7/sccvoyqP2f0oE0gG8RvGiEuxEGmjdqcEnraBogxWy+d12fRJozuX8hBoXfFCealaS0GnaVffX7L/jPgVnpvGbzAoveEXKuzFU5hjkabg1sIZo8yPBiwJaDLezdcroi+2s9aJ1oSZwW9ufXQujkuWaTjC8=',
    },
    {
      p: '0bLaHYC8HYYxyrWD7ADjXsvg4XZxccyBKQ6qWqde7CSIkdyPWJsxEoQnO0vaIrXouk2unNUtQHvJCV1PnFGapN4VG9p3JFUi4KwVRMnpgoQ99GBns6uV97hHdEYApy2UH9RVMKP3wA6YRKY5FoRG9HLCNo/p34x/Uf4/xAr2zr0=',
      q: 'zXjVyYkd9fOgde+rb4Q4hwYCO8tC9/Xe7iFajOF4l96E32MqfH/Ek//SNIZPwvQC5CQ4jYmQOmWfpXiVOtpvJJ1c9CzViZDqRBvgtVj5D+EACV84Xk260/Hm6VawXwLAyCkGsECR3LaCyPH7kMb0e9kNPHJB8iC+MavAiYm3H0k=',
    },
  ],
  RSA_3072: [
    {
      p: '7omvPTmhlbglmRjqLZCLkiKpFgLLW+6RFny6/KuZ2Y6k9B/CPjmIFLqC9KRnrSZUqhd3SaBg1KSk7ONYJ7PbmUHqDXxmYn0xt4pUM7ndEGW2YE6I75wdKuOR+LqJJHZd8EpsnxUZg5qyny0l/4845He3vBWvTQBI01ycWtRvd+PFlrAeoyKR4E59/CnNDqBH/oaMLU+igSWMPLvAYLC6vz2NLXpV0uvZ5Pc+VnqDcBgxgB0ZjcA84PhTSRmqtjXf',
      q: '7ZdD/mjX5cSmFddnb5I/5V57I0ggz0VtplOa7R4wbOAmcuw0tRX/TvuXXQx90XGnA1LjDYgGnz9D508ROM0LRW3UbVv+jVB/v1+ZA3hz/GZdfbZNuv2qkkxdeXyFoWU1bMZScTwMRywqo5l8xFp+xVjsKThhLN3BDFrhbPJbybJ7CXvB6ydNq+rgXcnqXjSaJ3M/WEKqXLE8qVkL0La3UkeJ1/y91UwNJez1/h0clcKKosvm1Rg24FlUkoE6qml/',
    },
    {
      p: '7HN/sQhE73o70FHxE0MsK7THRpKpL5mrXMWM+9oSmlX6vEBXALdpecyQDvhxlntc0TCoNxB+dSg2Q+W+Ya9EpHEwSJqns9xvmQsOchxs0vlCPdeAEBsc3GgOA4nvqiMG1QtSXFc4BDgJrxV+Eg7mUMmTWkgfgzhZyEjJkxueTJDPMDDZ+2Ob4I9kq5c/4JPoBZVZV/nNR9DQ64nSMT2Q3K/PCBl1Oc54Y+z1AC1zUJssJDtgOclP8i3zFlwgXjTj',
      q: '0pOw3vLM4sZMlLGNp3P2jLY/RRLFJmMT5OhapkK0t9qaMaO/Kin4dkQvuGLXGPdNrggMXdMl0JM6wagImD34dGT9G8qz9VuYQ9NfLfoBGY811h6UeNWs4QEZmLc/KeqIEZqJvGMfp1syDdsRtdxfM7IaY+24qwMMTZ1mB1akONS4QHLuCa3CQM7BXyXqhfmOG9LSZgYT5r5R/k6UccSgXvuG2xH4ukPKxJ7/HbQo8W6Pkvg63IAvUwBMFL7oU3+H',
    },
    {
      p: '751Y5kGRDGqbL9fDGZiCaz0wM3QLetZ3Nri5dIp+gA/hypQ+nHp43orrMjxCvdL67WkoPmdRTMfxqeYVPDxgbPVhCxZpC+VVflHvR1cbCXhay4+GUHwkSgdIYseg+riYwLhB46zzEVcUmpFlDSk24wnOdHk3YEOHpCONBBpJguz2a3/UFTaM2GlQapuFyUyMn535Od0sjvYtyWILcBAbrCyXb4tuOy9qUQAQUZ0WjwPIgUcsF4m+CHI27E9L5qst',
      q: '7poX1GuSTigaEYDFrMBX5DwvXfrPfvUQ1BnV+yh6OfHlBw0UaXuT6nZSmAmBNVzDJ/YvyG482UEgxmv646j7JyMIW17MdnttrBaDK0gZAoENqXnZfiEVx4bas+BWU0ffTGYtgP91UuAKlVYIw3yE5eT6NMKQ+Ln14YgBxGvryE7whGCeaewPicxZ8gJB9pp9INf4MzdDgNmLEj9eZJJ+dpD5uN5v6GwU8frZ+PAIuXfznfiQ1df9kDKYktoe4uo/',
    },
    {
      p: '+thTqoeWLEzQhMPkJjA13igyFMwq0ja0IhAiJacwsqIbqQmtW6C/m9E43d8XCi8bE2HvKA7ApQHVaKpLaOXrEwENteh4LB/4LqbZaGK4e4Q7+QTpC+t04AMlr+sqnC/o0GCTTchboAr59wL4TRR2YoYPtTRKHrLM77HA3lie3W9ZEUMP1XAPYaw0ShGn5zKhOEw/D/SAy8G1+NThDCi/0OwU146xo417vMEXN6rZC1isZTsz6paBenw3lsriaPxt',
      q: 'wpmeAHLCrDnRE7Rq81QV5QJZxre2F0zcvR/EGOm7A30BRWq00tYvVc/0+sThvL5ppXdSSYrhkaEcV3GvIrx8oCimoOv9/0CV5cjLv0qFYZD7vMap6D4AqhqE2NRt3lq+m8RSQO2Kcy27YGK6K+x/dn4hiGX/2TjJuefVKw46feYLpmwY2PfcazJLJDuNacWpbM5kuGnRLa5WNzdzb3Bo/tL1ZCZhlQJcGnicoYUg7kuIe+wF4V0oNm3IIb9g04eB',
    },
  ],
  RSA_4096: [
    {
      p: '0c/UtiVyQ0Q0n6+sGT1SRhB0hez24sk3mY/N4ZKpHCzBCjRiPuNg07cHOoeCU/TpkEker+NsyShsuW5HHTEC/+EopB9I7ymW0Dlr3jCZdIO91JccOK9lgVdoLDxrB/ryEQxpTRLqZx9iN1dM2z5OZMBH1Svy8bbWwpegi9KaTzMqWqQHcZ8YmJF4iWg/jF+4YKhPSjWpZAEsTsjv0UTCUEC83H4+vpzhvd3tV7UP2l8CnMjYsJwv5LAT1Epo8bGe/ASmT0syA0voWWwG5dRP8E3/Z3jOXnpUfVaVI1X+XLCDSQIcJrcSvgTCDhz0l+hhDtxq24aJjjIsoakWuo2SgQ==',
      q: 'xsO5Rm0WUf4KWdHVoL+oOb4JZc7QL5MX6ulJlPk0+QHPaw2+iq7Y7LCmg525+ukoyF5dwkuUIzalFXXoaWy744Blv6hJ6g33Owf0vhE0dQdWZEUI241odijTGqYu1ZoqaLik2ClG+xJbHbnfGC+E7JCFnho8iJqJzLYl8l3SR+GXO4Am6da1tkH+tpow68KVSBH1y7Foerk+umTiol3xe5gMMbADx2PkFXRjd3KqX3J3ixjQBTukDtawzGfFDoyec8JjlstQAOXO6wOmb72LlZdqTnBxrkKz8GRcpf8GWzSuJZGZdthpfr6qIa6tPrBloygzXklI0sh/Fd43/8ECjQ==',
    },
    {
      p: '/0tqNyRzQ1DBWszmnmwP5uyk24LLoXE4H96Fp15yvmyCn9tvpRxiFY07wdS2Q+10baaIqTtsHPQB8ErGXO/bsXjxdVOfbmqj1r6rKPrqH8WwNMJnGsXNKEeTlKNlozb0Wh9G+gWGVeY7t7RD/LKZjHMPrYVFU6Y+FVV5Qt1BA2XYIkTe0i23GULiayqrraSXoUa3/wJn+QhGKjTmQvFS+E8AIXTp2Qh2byYuIhSMiPPhZwg0f0YmByqWTD4l+rQW7gGEbVy+K0MdkMmpCqPEJQ3jZgg0y4g70gVoaM8pq0kyEdBn0awMf2ACfn+oEMuXGsA4s4EPbCEFOwVmzvfVSQ==',
      q: 'xZNdOEXpEDzmVxMkcbivDLV7Wv3ze2/XHWrRInUAbJlM6FVlv9bkF+qcqJsNvShbDBh6H9xp0bBthDDFDpHASO6fDv/4XF2XBKtit1ENeAfyf/a+RIjL2WiNa8FULuWqRzZG8im50tKLTi0jH/vlfQX7xoH9tkZ8XT0k8FzyTxPBzAhRAK26NgDGxxWgx1XQ8vzPSEHvL4IBooan2vc8uoy5ZnePfjsSJ+frrDie/irlXQWtDxASQfDoM0ZCL4PhlM3QnPFOI9CY97vonfX2G9uEs5rA787YyFdvPeZfZO9KgE3To58Msb7Lg0whH6KIp+Gb8AKkNdXK/D3rrkPqGQ==',
    },
    {
      p: '/m3Tsh/xsRPwQxrdM3Y8v1GZZu0MAoLLtw6pk0rkb2YwfFsECW0t3VnQgfAvSp4BJiT7xiCD1SEs2CrV207uYRJkmKT+QLlliMelrcsMuGmwpeQChJ4x/mKW3ST0NKc+GDWMjQcSjZ/u172IzA5q0S3Y9rOezmzPSE8rms+24xItiERCF0QkQ+xMi1oFGiK030xOgZFYCmBpzEa9ff5XrUp2O0QatV/Zf3Vh2ABihD38lIPDKbrk4a7OZ3J7YQIjsaUQj0Rr4CtcmT8NDansS6N9cfCyFAt8PqQ4QbsJ7NUizc3xs7k739o6KYINdoZSXSRDTDZsppds1MIi+O5FuQ==',
      q: '2LGO4NXcgMW5U9D3W4zzguXelDnZ8EcrGUkUZAVtAVzr9bZjbYEa8PB+ZAp/3tuiCCN7aTPBjuMDeGZ5sazpJ/wctRs1OXDbHOvPFD8kxUHF+MUsJzfEXPAdxw9WGYkKy8yzNQ4thJGCl/J7vShAI/8M7ANno1EnSUnt9WEdokYspH+kuUk/yXsNMrFmndrLxNqcgW6vr2u3jx4APwi4hVzwovxXo9hsl3rVyw2VkPYJFe4ajihExQTYxCOS38lwXA/hjTF9b1PehcUJel+LdLIuHPbmSYONPEINZzvN3cLU9Qb1k7gaVGiC2O6RJOCsFrrjNYlcRMmTkuFj3IvVFw==',
    },
    {
      p: '6BdcDz+tg/J5VMHo/RbfzoUCmjDrvhUOqe52RNsoJrfTNxsb6ofUO3AkmPbDhEJZCpdMU4Wqt5LTHFGvzfcDpDGPgrsy4rPm8Nfq7TWRupk7r1LzszSpFGoV+fOJY3spEfSJe9asgiLzs0q2n5LaMZYWEhhU6Yf1ZWjJEk1SpFPfOI+KsAFnMSaNE5RGOVvpJgozZjKvbfh8G0RHHDw/JfVgE1cvBZ468dMnq9xVrcrqWEbqfGwGJMUqU60cyBijMa2HBO+e6w54b95GU8tczxhYVveaYN1HTSZWYfsP0SCkG/SUS5Met2GB0tyLsTrdb9/f60j0UCcOuWE/Nq0S+w==',
      q: '1D0p8tEQoQM1Gv1DwHBApUsxl7KCE0RHvKulrniZeMSis/0rFr2jRRKcOKzDI7mrd5+PMnNF58ZXGvSvhteB17lTT/e3GdimnhoBb2/js5YUNVaNHfafO35/5yMxrjtqq/AENjBR/0iuoL2Sq1WXZ0HicKPHzE+IK7NKobjD+JvBc8X4mbAXIDi9sWtu7/jjYeHCQLC4MFBJt9C5exXd3mtsk+JgctxI9+xggoe/efBXW/S2yytMiMBzZU5H2Cle7kCp6/bfQJUbBRu40LWhDlT8PVYWyY+Pfz1Szfid6bKFNwus7zrvx/AbnhtCR9w6umBnlNPahWdymYqMkbOTkw==',
    },
  ],
}
