import fc from 'fast-check'

/** Every property that names no seed of its own starts from the one that was asked for. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['LONG_SEED']) })
