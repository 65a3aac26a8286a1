// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how Fn::Sub is written
import { describe, expect, it } from 'vitest'
import { createCloud } from '../../../src/index.ts'
import { aliases, change, eventLines, make, oneResource, stackWorld, thrownBy, told } from '../../support/cloud/stack-world.ts'

const key = (Properties: object = {}, more: object = {}) => ({ Type: 'AWS::KMS::Key', Properties, ...more })
const alias = (AliasName: string, TargetKeyId: unknown) => ({ Type: 'AWS::KMS::Alias', Properties: { AliasName, TargetKeyId } })
const ALIASED = { Resources: { Alias: alias('alias/app', { Ref: 'Key' }), Key: key() } }
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
}

describe('a stack', () => {
  it('makes what others need first, and tells every step in its events', () => {
    const { session } = stackWorld()
    expect(make(session, ALIASED).status).toBe('CREATE_COMPLETE')
    expect(eventLines(session)).toEqual([
      'app CREATE_IN_PROGRESS User Initiated',
      'Key CREATE_IN_PROGRESS',
      'Key CREATE_IN_PROGRESS Resource creation Initiated',
      'Key CREATE_COMPLETE',
      'Alias CREATE_IN_PROGRESS',
      'Alias CREATE_IN_PROGRESS Resource creation Initiated',
      'Alias CREATE_COMPLETE',
      'app CREATE_COMPLETE',
    ])
  })

  it('rolls back when a resource fails, the last one first, and says why', () => {
    const { session } = stackWorld()
    session.kms.createAlias({ AliasName: 'alias/app', TargetKeyId: session.kms.createKey({}).KeyMetadata.KeyId })
    const { status, reasons } = make(session, ALIASED)
    expect(status).toBe('ROLLBACK_COMPLETE')
    const reason = expect.stringMatching(
      /^Alias CREATE_FAILED Resource handler returned message: "An alias with the name .* already exists \(Service: Kms, Status Code: 400, Request ID: [0-9a-f-]{36}\)" \(RequestToken: [0-9a-f-]{36}, HandlerErrorCode: AlreadyExists\)$/,
    )
    expect(eventLines(session).slice(4)).toEqual([
      'Alias CREATE_IN_PROGRESS',
      reason,
      'app ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Alias]. Rollback requested by user.',
      'Alias DELETE_COMPLETE',
      'Key DELETE_IN_PROGRESS',
      'Key DELETE_COMPLETE',
      'app ROLLBACK_COMPLETE',
    ])
    expect(reasons).toEqual({ Key: undefined, Alias: undefined })
    expect(aliases(session)).toEqual(['alias/app'])
  })

  it('keeps what was made where nothing is to be done about a failure', () => {
    const { session } = stackWorld()
    const template = { Resources: { Key: key(), Bad: alias('alias/aws/mine', { Ref: 'Key' }) } }
    const { status, statuses, ids } = make(session, template, { OnFailure: 'DO_NOTHING' })
    expect([status, statuses]).toEqual(['CREATE_FAILED', { Key: 'CREATE_COMPLETE', Bad: 'CREATE_FAILED' }])
    expect(session.kms.describeKey({ KeyId: ids.Key }).KeyMetadata.KeyState).toBe('Enabled')
  })

  it('is deleted when a resource fails, where that is wanted', () => {
    const { session } = stackWorld()
    const template = { Resources: { Key: key(), Bad: alias('alias/aws/mine', { Ref: 'Key' }) } }
    expect(make(session, template, { OnFailure: 'DELETE' }).status).toBe('DELETE_COMPLETE')
    const { $fault, name, message } = thrownBy(() => session.cloudformation.describeStacks({ StackName: 'app' })) as never
    expect({ $fault, name, message }).toEqual({
      $fault: 'client',
      name: 'ValidationError',
      message: 'Stack with id app does not exist',
    })
  })

  it('takes time where the world has latency', () => {
    const { cloud, session } = stackWorld({ latency: 'typical' })
    const Volume = { Type: 'AWS::EC2::Volume', Properties: { AvailabilityZone: 'us-east-1a', Size: 1 } }
    expect(make(session, { Resources: { Volume } }).status).toBe('CREATE_IN_PROGRESS')
    cloud.clock.advance({ minutes: 1 })
    expect(told(session).status).toBe('CREATE_COMPLETE')
  })

  it('goes on in a cloud that was saved in the middle of it', async () => {
    const { cloud, session } = stackWorld({ latency: 'typical' })
    make(session, {
      Resources: { Volume: { Type: 'AWS::EC2::Volume', Properties: { AvailabilityZone: 'us-east-1a', Size: 1 } } },
    })
    const copy = cloud.clone()
    copy.clock.advance({ minutes: 1 })
    expect([told(copy.session()).status, told(session).status]).toEqual(['CREATE_COMPLETE', 'CREATE_IN_PROGRESS'])
  })

  it.each([
    [{ Resources: {} }, 'Template format error: At least one Resources member must be defined.'],
    [{ Resources: { A: {} } }, 'Template format error: [/Resources/A] Every Resources object must contain a Type member.'],
    [{ ...ALIASED, Transform: 'AWS::Serverless-2016-10-31' }, 'Invalid template property or properties [Transform]'],
    [
      { Resources: { A: alias('alias/a', { Ref: 'Nobody' }) } },
      'Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template',
    ],
    [
      { Resources: { A: alias('alias/a', { 'Fn::GetAtt': ['Nobody', 'Arn'] }) } },
      'Template error: instance of Fn::GetAtt references undefined resource Nobody',
    ],
    [
      { Resources: { Key: key() }, Outputs: { A: { Value: { 'Fn::GetAtt': ['Key', 'Colour'] } } } },
      'Template error: resource Key does not support attribute type Colour in Fn::GetAtt',
    ],
    [
      { Resources: { A: key({ Description: { Ref: 'B' } }), B: key({ Description: { Ref: 'A' } }), C: key() } },
      'Circular dependency between resources: [A, B]',
    ],
    [
      { Resources: { A: key({}, { DependsOn: 'X' }) } },
      'Template format error: Unresolved resource dependencies [X] in the Resources block of the template',
    ],
    [
      { Conditions: { A: { Condition: 'B' }, B: { 'Fn::Not': [{ Condition: 'A' }] } }, Resources: { Key: key() } },
      'Circular dependency between conditions: [A, B]',
    ],
    [{ Resources: { Key: { ...key(), Condition: 5 } } }, 'Template format error: Every Condition member must be a string.'],
    [
      { Resources: { Key: { Type: 'AWS::KMS::Key', Properties: 'text' } } },
      'Template format error: [/Resources/Key/Properties] Every Properties member must be an object.',
    ],
    [
      { Resources: { A: key({ Description: { Ref: ['B'] } }), B: key() } },
      'Template error: every Ref object must have a single String value.',
    ],
    [
      { AWSTemplateFormatVersion: '2012-10-17', Resources: { Key: key() } },
      'Template format error: unsupported value for AWSTemplateFormatVersion.',
    ],
    [
      { Parameters: { P: { Type: 'String', AllowedValue: ['a'] } }, Resources: { Key: key() } },
      "Invalid template parameter property 'AllowedValue'",
    ],
    [
      { Parameters: { P: { Type: 'String', AllowedValues: 'a' } }, Resources: { Key: key() } },
      'Template format error: Every AllowedValues member must be a list.',
    ],
    [
      { Parameters: { 'a-b': { Type: 'String' } }, Resources: { Key: key() } },
      'Template format error: Parameter name a-b is non alphanumeric.',
    ],
    [
      { Resources: { Key: key() }, Outputs: { 'a-b': { Value: 'x' } } },
      "Template format error: Outputs name 'a-b' is non alphanumeric.",
    ],
    [
      { Resources: { Key: key() }, Outputs: { A: { Value: 'x', Export: 'name' } } },
      'Template format error: Output A is malformed. The Name field of every Export member must be specified.',
    ],
    [
      { Resources: { Key: key() }, Outputs: { A: { Value: 'x', Exports: { Name: 'name' } } } },
      "Template format error: Output A is malformed. Invalid property 'Exports'",
    ],
    [
      { Resources: Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`K${index}`, key()])) },
      'Template format error: Number of resources, 501, is greater than maximum allowed, 500',
    ],
    [
      {
        Resources: { Key: key() },
        Outputs: Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`O${index}`, { Value: 'x' }])),
      },
      'Template format error: Outputs count 201 is greater than max allowed 200',
    ],
    [
      JSON.parse('{"Resources": {"__proto__": {"Type": "AWS::KMS::Key"}}}'),
      'Template format error: Resource name __proto__ is non alphanumeric.',
    ],
  ])('is refused for a template that can’t be: %#', (template, message) => {
    const { cloud, session } = stackWorld()
    expect(thrownBy(() => make(session, template))).toMatchObject({ name: 'ValidationError', message })
    expect(cloud.cloudformation.listStacks().StackSummaries).toEqual([])
  })

  it('names types of resources that are not simulated, and how to leave them out', () => {
    const { session } = stackWorld()
    const template = { Resources: { F: { Type: 'AWS::Lambda::Function', Properties: {} } } }
    expect(thrownBy(() => make(session, template))).toMatchObject({
      code: 'UNSUPPORTED_PARAMETER',
      message: expect.stringMatching(
        /found AWS::Lambda::Function\. What exists: AWS::KMS::Key, .*skip: \["AWS::Lambda::Function"\]/,
      ),
    })
  })

  it('names properties that are not simulated, or leaves them out where the cloud only warns', () => {
    const launch = (ImageId: string) => oneResource('AWS::EC2::Instance', { ImageId, UserData: 'x' })
    const strict = stackWorld()
    expect(thrownBy(() => make(strict.session, launch(strict.session.baseImageId)))).toMatchObject({
      code: 'UNSUPPORTED_PARAMETER',
      message: expect.stringContaining('found It.UserData (what runs in the guest)'),
    })
    const lenient = stackWorld({ unsupported: 'warn' })
    expect(make(lenient.session, launch(lenient.session.baseImageId)).status).toBe('CREATE_COMPLETE')
  })

  it('fails at properties that AWS does not know, and at those that are missing', () => {
    const { session } = stackWorld()
    make(session, { Resources: { Key: key({ Colour: 'red' }) } })
    expect(eventLines(session)).toContain(
      'Key CREATE_FAILED Properties validation failed for resource Key with message:\n[#: extraneous key [Colour] is not permitted]',
    )
    make(session, { Resources: { A: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'x' } } } }, {}, 'two')
    expect(eventLines(session, 'two')[2]).toBe(
      'A CREATE_FAILED Properties validation failed for resource A with message:\n' +
        '[#: required key [TargetKeyId] not found, #/AliasName: string [x] does not match pattern ^(alias\\/)[a-zA-Z0-9:/_-]+$]',
    )
  })

  it('needs capabilities for resources of IAM, a greater one for their names', () => {
    const { session } = stackWorld()
    const role = (more: object) => oneResource('AWS::IAM::Role', { AssumeRolePolicyDocument: trust, ...more })
    const refusal = (template: object, Capabilities: string[]) => thrownBy(() => make(session, template, { Capabilities }))
    const name = 'InsufficientCapabilitiesException'
    expect(refusal(role({}), [])).toMatchObject({ name, message: 'Requires capabilities : [CAPABILITY_IAM]' })
    expect(refusal(role({ RoleName: 'r' }), ['CAPABILITY_IAM'])).toMatchObject({
      name,
      message: 'Requires capabilities : [CAPABILITY_NAMED_IAM]',
    })
    expect(make(session, role({}), { Capabilities: ['CAPABILITY_IAM'] }).status).toBe('CREATE_COMPLETE')
  })

  it('hides the values of NoEcho parameters', () => {
    const { session } = stackWorld()
    const template = { Parameters: { P: { Type: 'String', NoEcho: true, Default: 'x' } }, Resources: { Key: key() } }
    make(session, template)
    expect(session.cloudformation.describeStacks({ StackName: 'app' }).Stacks[0]?.Parameters).toEqual([
      { ParameterKey: 'P', ParameterValue: '****' },
    ])
  })

  it('keeps the values of NoEcho parameters out of its events, and all values and the template out of CloudTrail', () => {
    const { cloud, session } = stackWorld()
    const template = {
      Parameters: { Secret: { Type: 'String', NoEcho: true }, Open: { Type: 'String' } },
      Resources: { Key: key({ Description: { 'Fn::Sub': '${Open} and ${Secret}' } }) },
    }
    const Parameters = [
      { ParameterKey: 'Secret', ParameterValue: 'hunter2' },
      { ParameterKey: 'Open', ParameterValue: 'sesame' },
    ]
    make(session, template, { Parameters })
    const events = session.cloudformation.describeStackEvents({ StackName: 'app' }).StackEvents
    expect(JSON.stringify(events)).not.toContain('hunter2')
    expect(events.map(({ ResourceProperties }) => ResourceProperties)).toContain('{"Description":"sesame and ****"}')
    expect(cloud.trail.records({ eventName: 'CreateStack' })[0]?.requestParameters).toEqual({
      stackName: 'app',
      capabilities: ['CAPABILITY_NAMED_IAM'],
      parameters: [{ parameterKey: 'Secret' }, { parameterKey: 'Open' }],
    })
  })

  it('exists once under its name', () => {
    const { session } = stackWorld()
    make(session, ALIASED)
    expect(thrownBy(() => make(session, ALIASED))).toMatchObject({
      name: 'AlreadyExistsException',
      message: 'Stack [app] already exists',
    })
  })

  it('hands its tags on to what it makes; a resource’s own tags go first', () => {
    const { session } = stackWorld()
    const Tags = [
      { Key: 'team', Value: 'blue' },
      { Key: 'cost', Value: '1' },
    ]
    const { ids } = make(session, { Resources: { Key: key({ Tags: [{ Key: 'cost', Value: 'own' }] }) } }, { Tags })
    expect(session.kms.listResourceTags({ KeyId: ids.Key }).Tags).toEqual([
      { TagKey: 'cost', TagValue: 'own' },
      { TagKey: 'team', TagValue: 'blue' },
    ])
  })

  it('exports a name once', () => {
    const { session } = stackWorld()
    const output = { Value: 'x', Export: { Name: 'shared' } }
    const { status } = make(session, { Resources: { Key: key() }, Outputs: { A: output, B: output } })
    expect(status).toBe('ROLLBACK_COMPLETE')
    expect(eventLines(session).some((line) => line.includes('Export with name shared is already exported by stack app'))).toBe(
      true,
    )
  })

  it('exports outputs to others, once under a name, and stays while somebody imports one', () => {
    const { session } = stackWorld()
    const Outputs = { Arn: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] }, Export: { Name: 'key' } } }
    const { outputs } = make(session, { Resources: { Key: key() }, Outputs })
    const importing = { Resources: { A: alias('alias/shared', { 'Fn::ImportValue': 'key' }) } }
    expect(make(session, importing, {}, 'user').status).toBe('CREATE_COMPLETE')
    expect(session.cloudformation.listExports().Exports).toMatchObject([{ Name: 'key', Value: outputs.Arn }])
    expect(make(session, { Resources: { Key: key() }, Outputs }, {}, 'again').status).toBe('ROLLBACK_COMPLETE')
    expect(thrownBy(() => session.cloudformation.deleteStack({ StackName: 'app' }))).toMatchObject({
      name: 'ValidationError',
      message: 'Export key cannot be deleted as it is in use by user',
    })
  })

  it('calls services as the principal who makes it, through CloudFormation: aws:CalledVia says so, kms:ViaService does not', () => {
    const cloud = createCloud()
    const allow = (Action: string[], Condition?: Record<string, Record<string, string>>) => ({
      Effect: 'Allow',
      Action,
      Resource: '*',
      ...(Condition ? { Condition } : {}),
    })
    const through = {
      'ForAnyValue:StringEquals': { 'aws:CalledVia': 'cloudformation.amazonaws.com' },
      Null: { 'kms:ViaService': 'true' },
    }
    const deployer = cloud.account('111122223333').createRole('Deployer', {
      policies: [
        { Version: '2012-10-17', Statement: [allow(['cloudformation:*']), allow(['kms:CreateKey', 'kms:TagResource'], through)] },
      ],
    })
    const session = cloud.session({ as: deployer })
    expect(thrownBy(() => session.kms.createKey({}))).toMatchObject({ name: 'AccessDeniedException' })
    expect(make(session, { Resources: { Key: key() } }).status).toBe('CREATE_COMPLETE')
    const [record] = cloud.trail.records({ eventName: 'CreateKey' }).slice(-1)
    expect(record).toMatchObject({
      sourceIPAddress: 'cloudformation.amazonaws.com',
      userIdentity: { type: 'AssumedRole', invokedBy: 'cloudformation.amazonaws.com' },
    })
  })

  it('lets a call of EC2 inside it be one through CloudFormation too, with EC2 as kms:ViaService', () => {
    const cloud = createCloud()
    const admin = cloud.session()
    const { KeyMetadata } = admin.kms.createKey({})
    const Condition = {
      StringEquals: { 'kms:ViaService': 'ec2.us-east-1.amazonaws.com', 'aws:CalledViaFirst': 'cloudformation.amazonaws.com' },
    }
    const deployer = cloud.account('111122223333').createRole('Deployer', {
      policies: [
        {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: ['cloudformation:*', 'ec2:*'], Resource: '*' },
            { Effect: 'Allow', Action: 'kms:*', Resource: '*', Condition },
          ],
        },
      ],
    })
    const session = cloud.session({ as: deployer })
    const volume = { AvailabilityZone: 'us-east-1a', Size: 1, Encrypted: true, KmsKeyId: KeyMetadata.Arn }
    const template = oneResource('AWS::EC2::Volume', volume)
    expect(make(session, template).status).toBe('CREATE_COMPLETE')
  })
})

describe('the update of a stack', () => {
  it('knows names that every object has as new ones', () => {
    const { session } = stackWorld()
    make(session, { Resources: { Key: key() } })
    const wanted = {
      Parameters: { valueOf: { Type: 'String', Default: 'given' } },
      Resources: { Key: key(), constructor: key({ Description: { 'Fn::Sub': 'a ${valueOf}' } }) },
      Outputs: { toString: { Value: { 'Fn::Sub': ['${valueOf} ${x}', { x: 'y' }] } } },
    }
    const { status, ids, outputs } = change(session, wanted)
    expect([status, Object.hasOwn(ids, 'constructor'), outputs.toString]).toEqual(['UPDATE_COMPLETE', true, 'given y'])
  })

  it('says when something that was left out could not be deleted', () => {
    const { cloud, session } = stackWorld()
    make(session, { Resources: { Key: key(), Old: key() } })
    cloud.faults.on('kms:ScheduleKeyDeletion').fail('KMSInternalException')
    const { status, reason } = change(session, { Resources: { Key: key() } })
    expect([status, reason]).toEqual(['UPDATE_COMPLETE', 'Update successful. One or more resources could not be deleted.'])
  })

  it('changes in place, makes what is new, and removes what is left out behind it', () => {
    const { session } = stackWorld()
    const before = make(session, { Resources: { Key: key({ Description: 'a' }), Old: alias('alias/old', { Ref: 'Key' }) } })
    const from = eventLines(session).length
    const after = change(session, { Resources: { Key: key({ Description: 'b' }), New: alias('alias/new', { Ref: 'Key' }) } })
    expect([after.status, after.ids]).toEqual(['UPDATE_COMPLETE', { Key: before.ids.Key, New: 'alias/new' }])
    expect(session.kms.describeKey({ KeyId: before.ids.Key }).KeyMetadata.Description).toBe('b')
    expect(eventLines(session).slice(from)).toEqual([
      'app UPDATE_IN_PROGRESS User Initiated',
      'Key UPDATE_IN_PROGRESS',
      'Key UPDATE_COMPLETE',
      'New CREATE_IN_PROGRESS',
      'New CREATE_IN_PROGRESS Resource creation Initiated',
      'New CREATE_COMPLETE',
      'app UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'Old DELETE_IN_PROGRESS',
      'Old DELETE_COMPLETE',
      'app UPDATE_COMPLETE',
    ])
  })

  it('replaces what can’t be changed: the new one first, the old one goes behind it', () => {
    const { session } = stackWorld()
    const named = (name: string) => ({ Resources: { Key: key(), Alias: alias(name, { Ref: 'Key' }) } })
    make(session, named('alias/one'))
    const from = eventLines(session).length
    expect(change(session, named('alias/two')).ids.Alias).toBe('alias/two')
    expect(eventLines(session).slice(from)).toEqual([
      'app UPDATE_IN_PROGRESS User Initiated',
      'Alias UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.',
      'Alias UPDATE_IN_PROGRESS',
      'Alias UPDATE_COMPLETE',
      'app UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'Alias DELETE_IN_PROGRESS',
      'Alias DELETE_COMPLETE',
      'app UPDATE_COMPLETE',
    ])
    expect(aliases(session)).toEqual(['alias/two'])
  })

  it('keeps what is replaced, where UpdateReplacePolicy says so', () => {
    const { session } = stackWorld()
    const named = (name: string) => {
      return { Resources: { Key: key(), Alias: { ...alias(name, { Ref: 'Key' }), UpdateReplacePolicy: 'Retain' } } }
    }
    make(session, named('alias/one'))
    change(session, named('alias/two'))
    expect(aliases(session)).toEqual(['alias/one', 'alias/two'])
  })

  it('brings everything back when something fails', () => {
    const { session } = stackWorld()
    const before = make(session, { Resources: { Key: key({ Description: 'a' }), Alias: alias('alias/one', { Ref: 'Key' }) } })
    const from = eventLines(session).length
    const after = change(session, {
      Resources: {
        Key: key({ Description: 'b' }),
        Alias: alias('alias/two', { Ref: 'Key' }),
        More: key({ Description: 'more' }),
        Bad: { ...alias('alias/aws/mine', { Ref: 'Key' }), DependsOn: ['Alias', 'More'] },
      },
    })
    expect([after.status, after.ids, after.outputs]).toEqual(['UPDATE_ROLLBACK_COMPLETE', before.ids, before.outputs])
    expect(session.kms.describeKey({ KeyId: before.ids.Key }).KeyMetadata.Description).toBe('a')
    expect(aliases(session)).toEqual(['alias/one'])
    const states = session.kms.listKeys().Keys.map(({ KeyId }) => session.kms.describeKey({ KeyId }).KeyMetadata.KeyState)
    expect(states.sort()).toEqual(['Enabled', 'PendingDeletion'])
    const told = eventLines(session).slice(from)
    expect(told.filter((line) => line.startsWith('app'))).toEqual([
      'app UPDATE_IN_PROGRESS User Initiated',
      'app UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [Bad]. ',
      'app UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'app UPDATE_ROLLBACK_COMPLETE',
    ])
    expect(change(session, { Resources: { Key: key({ Description: 'c' }) } }).status).toBe('UPDATE_COMPLETE')
  })

  it('that can’t be brought back fails, and the stack still goes as a whole', () => {
    const { cloud, session } = stackWorld()
    make(session, { Resources: { Key: key({ Description: 'a' }), Alias: alias('alias/one', { Ref: 'Key' }) } })
    cloud.faults.on('kms:UpdateKeyDescription').nth(2).fail('KMSInternalException')
    const after = change(session, {
      Resources: {
        Key: key({ Description: 'b' }),
        Alias: alias('alias/two', { Ref: 'Key' }),
        Bad: { ...alias('alias/aws/mine', { Ref: 'Key' }), DependsOn: 'Alias' },
      },
    })
    expect([after.status, aliases(session)]).toEqual(['UPDATE_ROLLBACK_FAILED', ['alias/one', 'alias/two']])
    session.cloudformation.deleteStack({ StackName: 'app' })
    expect([told(session).status, aliases(session)]).toEqual(['DELETE_COMPLETE', []])
  })

  it('is refused where nothing changes, where the stack is not there, and where a resource changes its type', () => {
    const { session } = stackWorld()
    const refusal = (template: object) => thrownBy(() => change(session, template))
    expect(refusal(ALIASED)).toMatchObject({ name: 'ValidationError', message: 'Stack [app] does not exist' })
    make(session, ALIASED)
    expect(refusal({ ...ALIASED, Description: 'other words' })).toMatchObject({ message: 'No updates are to be performed.' })
    expect(refusal({ Resources: { Alias: key() } })).toMatchObject({
      message:
        'Update of resource type is not permitted. The new template modifies resource type of the following resources: [Alias]',
    })
  })

  it('is refused for a stack that was rolled back', () => {
    const { session } = stackWorld()
    const { id } = make(session, { Resources: { Key: key({ KeySpec: 'NONE' }) } })
    expect(thrownBy(() => change(session, ALIASED))).toMatchObject({
      message: `Stack:${id} is in ROLLBACK_COMPLETE state and can not be updated.`,
    })
  })

  it('keeps parameters that are to be kept, and the template', () => {
    const { session } = stackWorld()
    const template = {
      Parameters: { A: { Type: 'String' }, B: { Type: 'String' } },
      Resources: { Key: key({ Description: { 'Fn::Join': ['', [{ Ref: 'A' }, { Ref: 'B' }]] } }) },
    }
    const Parameters = ['A', 'B'].map((ParameterKey) => ({ ParameterKey, ParameterValue: ParameterKey.toLowerCase() }))
    const { ids } = make(session, template, { Parameters })
    session.cloudformation.updateStack({
      StackName: 'app',
      UsePreviousTemplate: true,
      Parameters: [
        { ParameterKey: 'A', UsePreviousValue: true },
        { ParameterKey: 'B', ParameterValue: 'x' },
      ],
    })
    expect(session.kms.describeKey({ KeyId: ids.Key }).KeyMetadata.Description).toBe('ax')
  })

  it('changes tags of the stack on what it has made', () => {
    const { session } = stackWorld()
    const { ids } = make(session, { Resources: { Key: key() } }, { Tags: [{ Key: 'a', Value: '1' }] })
    change(session, { Resources: { Key: key() } }, { Tags: [{ Key: 'b', Value: '2' }] })
    expect(session.kms.listResourceTags({ KeyId: ids.Key }).Tags).toEqual([{ TagKey: 'b', TagValue: '2' }])
  })
})

describe('the deletion of a stack', () => {
  it('is refused while an update is on its way, and leaves nothing behind when it comes in the middle of anything else', () => {
    const { cloud, session } = stackWorld({ latency: 'typical' })
    const volume = { AvailabilityZone: 'us-east-1a', Size: 1 }
    const body = (Type: string, Properties: object) => JSON.stringify(oneResource(Type, Properties))
    const StackName = 'app'
    session.cloudformation.createStack({ StackName, TemplateBody: body('AWS::EC2::Volume', volume) })
    cloud.clock.advance({ minutes: 5 })
    const zoned = {
      Resources: { It: { Type: 'AWS::EC2::Volume', Properties: volume }, New: { Type: 'AWS::EC2::Volume', Properties: volume } },
    }
    session.cloudformation.updateStack({ StackName, TemplateBody: JSON.stringify(zoned) })
    const { id } = told(session)
    expect(thrownBy(() => session.cloudformation.deleteStack({ StackName }))).toMatchObject({
      name: 'ValidationError',
      message: `Stack [${id}] cannot be deleted while in status UPDATE_IN_PROGRESS`,
    })
    cloud.clock.advance({ minutes: 5 })
    session.cloudformation.deleteStack({ StackName })
    session.cloudformation.deleteStack({ StackName })
    cloud.clock.advance({ minutes: 5 })
    expect([told(session).status, session.ec2.describeVolumes().Volumes]).toEqual(['DELETE_COMPLETE', []])
  })

  it.each([0, 1, 2, 3, 5, 8, 13, 21, 34])('leaves nothing behind %i seconds after a creation that fails began', (seconds) => {
    const { cloud, session } = stackWorld({ latency: 'typical' })
    const instance = { ImageId: session.baseImageId, AvailabilityZone: 'us-east-1a' }
    const Resources = {
      Volume: { Type: 'AWS::EC2::Volume', Properties: { AvailabilityZone: 'us-east-1a', Size: 1 } },
      Instance: { Type: 'AWS::EC2::Instance', Properties: instance, DependsOn: 'Volume' },
      Bad: { Type: 'AWS::EC2::Volume', Properties: {}, DependsOn: 'Instance' },
    }
    session.cloudformation.createStack({ StackName: 'app', TemplateBody: JSON.stringify({ Resources }) })
    cloud.clock.advance({ seconds })
    session.cloudformation.deleteStack({ StackName: 'app' })
    cloud.clock.advance({ minutes: 10 })
    const states = session.ec2
      .describeInstances()
      .Reservations.flatMap(({ Instances }) => Instances.map(({ State }) => State.Name))
    expect([told(session).status, session.ec2.describeVolumes().Volumes]).toEqual(['DELETE_COMPLETE', []])
    expect(states.filter((state) => state !== 'terminated')).toEqual([])
  })

  it('removes the last resource first; one that is not there is no mistake', () => {
    const { session } = stackWorld()
    const { id } = make(session, ALIASED)
    session.cloudformation.deleteStack({ StackName: 'app' })
    expect(eventLines(session, id).slice(8)).toEqual([
      'app DELETE_IN_PROGRESS User Initiated',
      'Alias DELETE_IN_PROGRESS',
      'Alias DELETE_COMPLETE',
      'Key DELETE_IN_PROGRESS',
      'Key DELETE_COMPLETE',
      'app DELETE_COMPLETE',
    ])
    expect(session.cloudformation.deleteStack({ StackName: 'app' })).toEqual({})
  })

  it('keeps what DeletionPolicy: Retain keeps', () => {
    const { session } = stackWorld()
    const { ids, id } = make(session, { Resources: { Key: key({}, { DeletionPolicy: 'Retain' }) } })
    session.cloudformation.deleteStack({ StackName: 'app' })
    expect(eventLines(session, id)).toContain('Key DELETE_SKIPPED')
    expect(session.kms.describeKey({ KeyId: ids.Key }).KeyMetadata.KeyState).toBe('Enabled')
  })

  it('is refused while the stack is protected', () => {
    const { session } = stackWorld()
    make(session, ALIASED, { EnableTerminationProtection: true })
    expect(thrownBy(() => session.cloudformation.deleteStack({ StackName: 'app' }))).toMatchObject({
      name: 'ValidationError',
      message: 'Stack [app] cannot be deleted while TerminationProtection is enabled',
    })
  })

  it('fails where a resource can’t be deleted, and goes on when it is to be kept', () => {
    const { cloud, session } = stackWorld()
    make(session, ALIASED)
    cloud.faults.on('kms:DeleteAlias').fail('KMSInternalException', 'no')
    session.cloudformation.deleteStack({ StackName: 'app' })
    expect(told(session)).toMatchObject({
      status: 'DELETE_FAILED',
      reason: 'The following resource(s) failed to delete: [Alias]. ',
      statuses: { Alias: 'DELETE_FAILED', Key: 'CREATE_COMPLETE' },
    })
    session.cloudformation.deleteStack({ StackName: 'app', RetainResources: ['Alias'] })
    expect(told(session).status).toBe('DELETE_COMPLETE')
    expect(aliases(session)).toEqual(['alias/app'])
  })
})

describe('cloud.deploy', () => {
  it('updates a stack that is there, also where nothing changes', () => {
    const cloud = createCloud()
    const first = cloud.deploy(ALIASED)
    expect(cloud.deploy(ALIASED)).toEqual(first)
    expect(cloud.deploy({ Resources: { Key: key({ Description: 'x' }) } }).resources).toEqual({ Key: first.resources.Key })
  })

  it('throws where a resource fails, and explain tells the call that was refused', () => {
    const cloud = createCloud()
    const app = cloud.account('111122223333').createRole('App', {
      policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'cloudformation:*', Resource: '*' }] }],
    })
    const error = thrownBy(() => cloud.session({ as: app }).deploy(ALIASED))
    expect(error).toMatchObject({
      name: 'StackFailed',
      message: expect.stringMatching(/^Stack deployed is in ROLLBACK_COMPLETE state\. Key \(AWS::KMS::Key\): .*kms:CreateKey/),
    })
    expect(cloud.explain(error)).toMatchObject({ call: 'kms:CreateKey', gate: 'authorise' })
  })

  it('leaves out types of resources on request: what names them gets names that mean nobody', () => {
    const cloud = createCloud()
    const { outputs, resources } = cloud.deploy(
      {
        Resources: {
          F: { Type: 'AWS::Lambda::Function', Properties: { Role: 'x' } },
          T: { Type: 'AWS::SNS::Topic' },
          Key: key(),
        },
        Outputs: { Arn: { Value: { 'Fn::GetAtt': ['F', 'Arn'] } }, Name: { Value: { Ref: 'T' } } },
      },
      { skip: ['AWS::Lambda::*', 'AWS::SNS::Topic'] },
    )
    expect(outputs).toEqual({ Arn: 'arn:aws:skipped:us-east-1:111122223333:F', Name: 'skipped-T' })
    expect(resources).toMatchObject({ F: 'skipped-F', T: 'skipped-T' })
  })

  it('moves a manual clock to what is due where the world has latency', () => {
    const cloud = createCloud({ latency: 'typical' })
    const { baseImageId } = cloud.session()
    const { resources } = cloud.deploy(oneResource('AWS::EC2::Instance', { ImageId: baseImageId }))
    expect(resources.It).toMatch(/^i-/)
  })

  it('takes parameters of all kinds', () => {
    const cloud = createCloud()
    const template = {
      Parameters: { Days: { Type: 'Number' }, Names: { Type: 'CommaDelimitedList' } },
      Resources: { Key: key({ PendingWindowInDays: { Ref: 'Days' } }) },
      Outputs: { Names: { Value: { 'Fn::Join': ['+', { Ref: 'Names' }] } } },
    }
    expect(cloud.deploy(template, { parameters: { Days: 9, Names: ['a', 'b'] } }).outputs).toEqual({ Names: 'a+b' })
  })

  it('shows the resources of a stack to DescribeStackResources, each under its logical and its physical id', () => {
    const cloud = createCloud()
    const { resources } = cloud.deploy({ Resources: { Key: key() } }, { stackName: 'shown' })
    const { StackResources } = cloud.cloudformation.describeStackResources({ StackName: 'shown' })
    expect(StackResources).toMatchObject([
      { StackName: 'shown', LogicalResourceId: 'Key', PhysicalResourceId: resources.Key, ResourceStatus: 'CREATE_COMPLETE' },
    ])
    const one = cloud.cloudformation.describeStackResources({ StackName: 'shown', LogicalResourceId: 'Key' })
    expect(one.StackResources).toEqual(StackResources)
  })
})
