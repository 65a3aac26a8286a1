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
      | Misfit<Input, InputOf<Command>, 'our input', 'the SDK’s'>
      | Misfit<InputOf<Command>, Input, 'the SDK’s input', 'ours'>
      | Misfit<Output, Omit<OutputOf<Command>, '$metadata'>, 'our output', 'the SDK’s'>
      | ForeignInput<Input, InputOf<Command>>
      | MissingInput<Input, InputOf<Command>>
      | ForeignOutput<Output, OutputOf<Command>>
      | MissingOutput<Output, OutputOf<Command>>

/** Types that are the same but for the values of enumerations are told apart from those that are of another form. */
type Misfit<Given, Wanted, Subject extends string, Owner extends string> = Given extends Wanted
  ? never
  : Widened<Given> extends Widened<Wanted>
    ? `${Subject} has values that are not ${Owner}`
    : `${Subject} is not ${Owner}`

/** The type with every enumeration of texts as any text. */
type Widened<Type> = Type extends string
  ? string
  : Type extends Uint8Array | Date
    ? Type
    : Type extends object
      ? { [Name in keyof Type]: Widened<Type[Name]> }
      : Type

type ForeignInput<Ours, Theirs> = `input ${Exclude<NameOf<keyof Ours>, keyof Theirs>} is not AWS’s`
type MissingInput<Ours, Theirs> = `input ${Exclude<NameOf<keyof Theirs>, keyof Ours>} is missing`
/** The members of our outputs, all the way down, that AWS has not. */
type ForeignOutput<Ours, Theirs, Path extends string = ''> = Ours extends Uint8Array | Date
  ? never
  : Ours extends readonly (infer Element)[]
    ? Theirs extends readonly (infer TheirElement)[]
      ? ForeignOutput<Element, TheirElement, Path>
      : never
    : Ours extends object
      ? {
          [Name in NameOf<keyof Ours>]: Name extends keyof Theirs
            ? ForeignOutput<NonNullable<Ours[Name]>, NonNullable<Theirs[Name]>, `${Path}${Name}.`>
            : `output ${Path}${Name} is not AWS’s`
        }[NameOf<keyof Ours>]
      : never
type MissingOutput<Ours, Theirs> = `output ${Exclude<NameOf<keyof Theirs>, keyof Ours | '$metadata'>} is missing`
