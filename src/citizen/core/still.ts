/**
 * Parts of a page that stand as the server rendered them: the app takes the page over without fetching what they are made of.
 * Where the app draws the page itself, or what they show changes, they are fetched and drawn as any other part.
 */
import { type Component, defineAsyncComponent, defineComponent, getCurrentInstance, h } from 'vue'
import { languageOf } from './addresses.ts'
import type { WordSet } from './words.ts'

/**
 * A still part. What it is handed arrives as its properties; links in it are followed by the app all the same (`followLinks`),
 * anything else that answers to a tap must be seen to by the page around it.
 */
export function still(
  load: () => Promise<{ default: Component }>,
  fetchWords: () => Promise<Pick<WordSet<unknown>, 'load'>>
) {
  const Part = defineAsyncComponent(async () => {
    const [part, words] = await Promise.all([load(), fetchWords()])
    await words.load(import.meta.env.SSR ? 'en' : languageOf(location.pathname))
    return part.default
  })
  return defineComponent({
    inheritAttrs: false,
    setup(_, { attrs }) {
      // set where the server's markup is being taken over
      const standing = getCurrentInstance()?.vnode.el != null
      const first = { ...attrs }
      const same = () => Object.keys(first).every((name) => first[name] === attrs[name])
      return () =>
        standing && same() ? h('div', { key: 'standing', innerHTML: '' }) : h('div', { key: 'drawn' }, [h(Part, attrs)])
    }
  })
}
