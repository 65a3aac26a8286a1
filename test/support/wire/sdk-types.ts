/** The SDK's command class of a method, e.g. `DecryptCommand` of `decrypt`. */
type CommandOf<Sdk, Method extends string> = `${Capitalize<Method>}Command` extends keyof Sdk
  ? Sdk[`${Capitalize<Method>}Command`] extends new (
      ...given: never[]
    ) => infer Command
    ? Command
    : never
  : never

type InputOf<Command> = Command extends { readonly input: infer Input } ? Input : never

type OutputOf<Command> = Command extends {
  resolveMiddleware(...given: never[]): (...given: never[]) => Promise<{ output: infer Output }>
}
  ? Output
  : never

type OurInput<Api, Method extends keyof Api> = Api[Method] extends (input: infer Input) => unknown ? NonNullable<Input> : never
type OurOutput<Api, Method extends keyof Api> = Api[Method] extends (...given: never[]) => infer Output ? Output : never

type NameOf<Member> = Extract<Member, string>

/**
 * What does not fit between our types of a service and the AWS SDK's, method by method: empty where all does. `Api` is our interface of
 * the service, `Sdk` the type of the SDK client's module, `Known` what is known not to fit, whatever the method.
 */
export type Misfits<Api, Sdk, Known = never> = {
  [Method in keyof Api as [Problems<Api, Sdk, Method, Known>] extends [never] ? never : Method]: Problems<Api, Sdk, Method, Known>
}

type Problems<Api, Sdk, Method extends keyof Api, Known> = Exclude<
  Problem<OurInput<Api, Method>, OurOutput<Api, Method>, CommandOf<Sdk, NameOf<Method>>>,
  Known
>

type Problem<Input, Output, Command> = [Command] extends [never]
  ? 'the SDK has no such operation'
  :
      | (Input extends InputOf<Command> ? never : 'our input is not the SDK’s')
      | (InputOf<Command> extends Input ? never : 'the SDK’s input is not ours')
      | (Output extends Omit<OutputOf<Command>, '$metadata'> ? never : 'our output is not the SDK’s')
      | ForeignInput<Input, InputOf<Command>>
      | MissingInput<Input, InputOf<Command>>
      | ForeignOutput<Output, OutputOf<Command>>
      | MissingOutput<Output, OutputOf<Command>>

type ForeignInput<Ours, Theirs> = `input ${Exclude<NameOf<keyof Ours>, keyof Theirs>} is not AWS’s`
type MissingInput<Ours, Theirs> = `input ${Exclude<NameOf<keyof Theirs>, keyof Ours>} is missing`
type ForeignOutput<Ours, Theirs> = `output ${Exclude<NameOf<keyof Ours>, keyof Theirs>} is not AWS’s`
type MissingOutput<Ours, Theirs> = `output ${Exclude<NameOf<keyof Theirs>, keyof Ours | '$metadata'>} is missing`
