/**
 * Makes the validators and serializers of routes when they are first needed. Fastify makes all of them at the start,
 * those of HEAD beside those of GET: that was the longest part of a start.
 */
import ajvCompiler from '@fastify/ajv-compiler'
import serializerCompiler from '@fastify/fast-json-stringify-compiler'

const validators = ajvCompiler()
const serializers = serializerCompiler()

const buildValidator: typeof validators = (schemas, options) => {
  const compile = validators(schemas, options)
  return (route) => {
    let made: ReturnType<typeof compile> | undefined
    const validate = (data: unknown): boolean | Promise<unknown> => {
      made ??= compile(route)
      const valid = made(data)
      // Fastify reads what is wrong from the function that it called
      late.errors = made.errors ?? null
      return valid
    }
    // of a validator Fastify needs the call and its errors
    const late = validate as ReturnType<typeof compile>
    return late
  }
}

const buildSerializer: typeof serializers = (schemas, options) => {
  const compile = serializers(schemas, options)
  return (route) => {
    let made: ReturnType<typeof compile> | undefined
    return (data: unknown) => (made ??= compile(route))(data)
  }
}

/** For `schemaController.compilersFactory`: Fastify's own compilers, asked at the first request of a route. */
export const lateCompile = { buildValidator, buildSerializer }
