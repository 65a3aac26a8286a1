import * as Yaml from 'yaml'

/** What `#template-yaml` is outside Node: a bundle has the package `yaml` in it. */
export const yaml = (): typeof Yaml => Yaml
