/** What ESLint judges. It reads every source with its types, so that a forgotten `await` is seen. */
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
    files: ['**/*.ts', '**/*.vue'],
    extends: [
      typescript.configs.strictTypeChecked,
      vue.configs['flat/recommended'],
      vueAccessibility.configs['flat/recommended']
    ],
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      parserOptions: {
        parser: typescript.parser,
        projectService: true,
        tsconfigRootDir: root,
        extraFileExtensions: ['.vue']
      }
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // numbers read well in a sentence: `${letters.length} letters`
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      // objects here are made of functions, not of classes: there is no `this` to lose
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      // `[...text].length` counts characters as the schemas do
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', ignoreRestSiblings: true }
      ],
      // Fastify's handlers and hooks are async by contract, with or without an await inside
      '@typescript-eslint/require-await': 'off',
      eqeqeq: ['error', 'smart'],
      'no-console': 'error',
      'no-alert': 'error',
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
    // ESLint can't see the type of a component that is imported, vue-tsc does: here "unsafe" would be a false alarm
    basePath: root,
    files: ['src/{citizen,desk,ui}/**/*.ts', 'tests/screens/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off'
    }
  },
  {
    // for each component the types would be computed anew, a minute for all of them; vue-tsc knows them
    basePath: root,
    files: ['**/*.vue'],
    extends: [typescript.configs.disableTypeChecked]
  },
  {
    // `scrollBehavior` is called deprecated in favour of something that is still an experiment
    basePath: root,
    files: ['src/{citizen,desk}/router.ts'],
    rules: { '@typescript-eslint/no-deprecated': 'off' }
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
  },
  {
    // programs that a person starts speak on the console
    basePath: root,
    files: [
      'src/server/main.ts',
      'src/server/build.ts',
      'src/server/wenzheng.ts',
      'src/server/*/command.ts',
      'tests/**/*.ts'
    ],
    rules: { 'no-console': 'off' }
  },
  {
    basePath: root,
    files: ['tests/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' }
  }
)
