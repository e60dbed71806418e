/**
 * What ESLint judges: templates, their accessibility, and who may ask what time it is. It reads no types: what can be
 * said about a script with them is said by oxlint (.oxlintrc.json), which takes seconds for it.
 */
import { resolve } from 'node:path'
import { defineConfig } from 'eslint/config'
import vue from 'eslint-plugin-vue'
import vueAccessibility from 'eslint-plugin-vuejs-accessibility'
import typescript from 'typescript-eslint'

const root = resolve(import.meta.dirname, '..')

export default defineConfig(
  {
    basePath: root,
    ignores: ['dist/**', 'data/**', 'node_modules/**', 'test-results/**', 'public/**']
  },
  {
    basePath: root,
    files: ['**/*.vue'],
    extends: [vue.configs['flat/recommended'], vueAccessibility.configs['flat/recommended']],
    linterOptions: { noInlineConfig: true },
    languageOptions: { parserOptions: { parser: typescript.parser } },
    rules: {
      eqeqeq: ['error', 'smart'],
      'vue/no-v-html': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/multi-word-component-names': 'off',
      // an optional property says so in its type
      'vue/require-default-prop': 'off',
      // how a tag is broken over lines is the formatter's business
      'vue/html-indent': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/html-closing-bracket-spacing': 'off',
      // a label may hold its control or point at it; either is read out
      'vuejs-accessibility/label-has-for': [
        'error',
        { controlComponents: ['ElInput', 'ElSelect', 'ElDatePicker'], required: { some: ['nesting', 'id'] } }
      ]
    }
  },
  {
    basePath: root,
    files: ['src/ui/Document.vue'],
    rules: { 'vue/no-v-html': 'off' }
  },
  {
    basePath: root,
    files: ['src/server/**/*.ts'],
    ignores: ['src/server/core/clock.ts'],
    linterOptions: { noInlineConfig: true },
    languageOptions: { parser: typescript.parser },
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Ask the clock (src/server/core/clock.ts) what time it is; for a duration, performance.now().'
        },
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'Ask the clock (src/server/core/clock.ts) what time it is; for a duration, performance.now().'
        }
      ]
    }
  }
)
