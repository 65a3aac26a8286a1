import { autoscalingService } from './autoscaling/service.ts'
import { cloudFormationService } from './cloudformation/service.ts'
import { cloudTrailService } from './cloudtrail/service.ts'
import type { Service } from './core/operation.ts'
import { ebsService } from './ebs/service.ts'
import { ec2Service } from './ec2/service.ts'
import { kmsService } from './kms/service.ts'
import { rbinService } from './rbin/service.ts'
import { rdsService } from './rds/service.ts'
import { stsService } from './sts/service.ts'

/** Every service that is simulated, by its signing name. */
export const SERVICES: ReadonlyMap<string, Service> = new Map(
  [
    kmsService,
    ec2Service,
    ebsService,
    autoscalingService,
    rbinService,
    stsService,
    rdsService,
    cloudFormationService,
    cloudTrailService,
  ].map((service) => [service.name, service]),
)
