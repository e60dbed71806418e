/** A browser at the desk, as far as sign-in is concerned: it keeps its cookie, and the token of the session it was given. */
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { DeskSession, SignIn } from '#contract/people.ts'
import type { ProblemDocument } from '#contract/problem.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export class DeskBrowser {
  cookie: string | undefined
  token: string | undefined
  readonly #app: FastifyInstance
  readonly #address: string
  readonly #userAgent: string

  constructor(
    app: FastifyInstance,
    address = '192.0.2.1',
    userAgent = 'Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36'
  ) {
    this.#app = app
    this.#address = address
    this.#userAgent = userAgent
  }

  /** Sends a request with what the browser holds; `headers` go before that. */
  async send(
    method: Method,
    path: string,
    body?: object,
    headers: Record<string, string> = {}
  ): Promise<LightMyRequestResponse> {
    const response = await this.#app.inject({
      method,
      url: `/api${path}`,
      remoteAddress: this.#address,
      headers: {
        'user-agent': this.#userAgent,
        ...(this.cookie === undefined ? {} : { cookie: this.cookie }),
        ...(this.token === undefined || method === 'GET' ? {} : { 'x-csrf-token': this.token }),
        ...headers
      },
      ...(body === undefined ? {} : { payload: body })
    })
    for (const { name, value, expires } of response.cookies) {
      const gone = value === '' || (expires !== undefined && expires.getTime() === 0)
      this.cookie = gone ? undefined : `${name}=${encodeURIComponent(value)}`
    }
    return response
  }

  /** Asks for a session and keeps its token. */
  async signIn(body: SignIn): Promise<LightMyRequestResponse> {
    const response = await this.send('POST', '/desk/session', body)
    if (response.statusCode === 201) this.token = response.json<DeskSession>().csrfToken
    return response
  }
}

/** The problem that an answer is; undefined when it is none. */
export const slugOf = (response: LightMyRequestResponse): string | undefined =>
  response.headers['content-type']?.toString().startsWith('application/problem+json')
    ? response.json<ProblemDocument>().type.replace('/problems/', '')
    : undefined
