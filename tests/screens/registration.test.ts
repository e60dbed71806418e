import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { bodyOf, faultsOf, freshRegistration, registrationFrom } from '../../src/desk/letters/registration.ts'

const today = '2026-11-24'
const typed = (changes: Partial<ReturnType<typeof freshRegistration>> = {}) => ({
  ...freshRegistration(),
  title: '去年的产量',
  text: '打来电话问产量。',
  ...changes
})

describe('a registration that is typed', () => {
  test('an empty one is told what must be filled, in the order of the form', () => {
    expect(Object.keys(faultsOf(freshRegistration(), today))).toEqual(['title', 'text'])
    expect(faultsOf(typed(), today)).toEqual({})
  })

  test.each([
    [{ receivedOn: '2026-11-25' }, 'receivedOn'],
    [{ receivedOn: '2026-09-24' }, 'receivedOn'],
    [{ source: 'hotline', receivedOn: '2026-11-20', dueOn: '2026-11-19' }, 'dueOn'],
    [{ source: 'hotline', dueOn: '2026-11-23' }, 'dueOn'],
    [{ phone: '12345' }, 'phone'],
    [{ email: 'somebody' }, 'email'],
    [{ text: '字'.repeat(2001) }, 'text'],
    [{ wayBackNote: '字'.repeat(201) }, 'wayBackNote']
  ] as const)('%j is wrong at %s', (changes, field) => {
    expect(Object.keys(faultsOf(typed(changes), today))).toEqual([field])
  })

  test('is sent without what was left empty, and without a due day where the hotline set none', () => {
    const { id } = freshRegistration()
    expect(
      bodyOf(typed({ id, dueOn: '2026-11-30', dueReason: '热线交办', name: ' 王女士 ', outerNumber: '  ' }), today)
    ).toEqual({
      id,
      source: 'phone',
      receivedOn: today,
      kind: 'enquiry',
      topic: 'other',
      title: '去年的产量',
      text: '打来电话问产量。',
      contact: { name: '王女士' },
      wayBack: 'phone'
    })
    expect(bodyOf(typed({ source: 'hotline', dueOn: '2026-11-30' }), today)).toMatchObject({ dueOn: '2026-11-30' })
  })

  test('comes back after a reload as it was, with its id; what can not be read begins anew', () => {
    const one = typed({ phone: '13900000001' })
    expect(registrationFrom(JSON.stringify(one))).toEqual(one)
    expect(registrationFrom('')).toBeUndefined()
    expect(registrationFrom('{"title":"半截"}')).toBeUndefined()
  })
})

describe('a form that is open over midnight', () => {
  const sent: { receivedOn: string }[] = []
  const open: VueWrapper[] = []
  const reply = {
    id: '01999999-0000-7000-8000-000000000001',
    number: 'ZX-2026-000001',
    code: '7K3M-Q2WX-9D4T',
    due: { dueOn: '2026-12-16', limit: 15, source: '', provisional: false, days: [] }
  }
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
    vi.setSystemTime('2026-11-24T15:59:00Z')
    window.sessionStorage.clear()
    sent.length = 0
    vi.resetModules()
    vi.doMock('../../src/desk/core/desk-call.ts', () => ({
      deskCall: async (route: string, { body }: { body: { receivedOn: string } }) => {
        if (route === 'POST /desk/letters') sent.push(body)
        return reply
      }
    }))
  })
  afterEach(() => {
    for (const page of open.splice(0)) page.unmount()
    vi.useRealTimers()
    vi.doUnmock('../../src/desk/core/desk-call.ts')
    vi.resetModules()
  })

  const opened = async () => {
    const { default: RegisterLetter } = await import('../../src/desk/letters/RegisterLetter.vue')
    const routes = [{ path: '/:id?', name: 'letters', component: RegisterLetter }]
    const router = createRouter({ history: createMemoryHistory(), routes })
    const page = mount(RegisterLetter, { global: { plugins: [createPinia(), router] }, attachTo: document.body })
    open.push(page)
    const day = () => page.get<HTMLInputElement>('#registration-receivedOn').element
    return {
      page,
      shown: () => [day().value, day().max],
      choose: async (value: string) => await page.get('#registration-receivedOn').setValue(value),
      write: async () => {
        await page.get('#registration-title').setValue('去年的产量')
        await page.get('#registration-text').setValue('打来电话问产量。')
      },
      send: async () => {
        await page.get('form').trigger('submit')
        await flushPromises()
      }
    }
  }
  const midnightPasses = async () => {
    vi.setSystemTime('2026-11-24T16:00:30Z')
    await vi.advanceTimersByTimeAsync(30_000)
  }

  test('registers what is written after it as of the new day, the first letter and the next', async () => {
    const form = await opened()
    await midnightPasses()
    expect(form.shown()).toEqual(['2026-11-25', '2026-11-25'])
    await form.write()
    await form.send()
    await form.page.get('button.el-button--primary').trigger('click')
    await form.write()
    await form.send()
    expect(sent.map(({ receivedOn }) => receivedOn)).toEqual(['2026-11-25', '2026-11-25'])
  })

  test('the next letter is of the new day too when the one before was of the old', async () => {
    const form = await opened()
    await form.write()
    await form.send()
    await midnightPasses()
    await form.page.get('button.el-button--primary').trigger('click')
    expect(form.shown()).toEqual(['2026-11-25', '2026-11-25'])
    await form.write()
    await form.send()
    expect(sent.map(({ receivedOn }) => receivedOn)).toEqual(['2026-11-24', '2026-11-25'])
  })

  test('keeps the day of a letter that was begun before, and takes the new one where it is chosen', async () => {
    const form = await opened()
    await form.write()
    await midnightPasses()
    expect(form.shown()).toEqual(['2026-11-24', '2026-11-25'])
    await form.choose('2026-11-25')
    await form.send()
    expect(sent.map(({ receivedOn }) => receivedOn)).toEqual(['2026-11-25'])
  })

  test('in which only the channel was chosen comes back with the day on which it comes back', async () => {
    await (await opened()).page.get('#registration-source').setValue('counter')
    open.pop()?.unmount()
    await midnightPasses()
    const form = await opened()
    expect(form.page.get<HTMLSelectElement>('#registration-source').element.value).toBe('counter')
    expect(form.shown()).toEqual(['2026-11-25', '2026-11-25'])
  })

  test('keeps a day that was chosen, also before a word was written', async () => {
    const form = await opened()
    await form.choose('2026-11-20')
    await midnightPasses()
    await form.write()
    await form.send()
    expect(sent.map(({ receivedOn }) => receivedOn)).toEqual(['2026-11-20'])
  })
})
