import fc from 'fast-check'

/** A mutant is found by its first counter-example: nobody reads it, so nothing is made shorter. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 1, endOnFailure: true })
