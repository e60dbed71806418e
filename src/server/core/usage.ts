/** The words of a command line that can't be understood: shown together with the help. */
export class UsageError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'UsageError'
  }
}
