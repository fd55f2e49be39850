import js from '@eslint/js'
import boundaries from 'eslint-plugin-boundaries'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'

/** fetch is reachable under several names; each is closed everywhere but in the one client. */
const noFetch = {
  'no-restricted-globals': [
    'error',
    { name: 'fetch', message: 'Only src/api/client.ts talks to the network.' },
    { name: 'XMLHttpRequest', message: 'Only src/api/client.ts talks to the network.' },
    { name: 'localStorage', message: "Children's data belongs in IndexedDB, wiped at sign-out." },
  ],
  'no-restricted-properties': [
    'error',
    { object: 'window', property: 'fetch', message: 'Only src/api/client.ts talks to the network.' },
    { object: 'globalThis', property: 'fetch', message: 'Only src/api/client.ts talks to the network.' },
    { object: 'window', property: 'localStorage', message: "Children's data belongs in IndexedDB." },
  ],
}

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  ...vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js'] },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
        parser: tseslint.parser,
      },
      globals: {
        window: 'readonly', document: 'readonly', navigator: 'readonly', location: 'readonly', crypto: 'readonly',
        setTimeout: 'readonly', clearTimeout: 'readonly', setInterval: 'readonly', clearInterval: 'readonly',
        URL: 'readonly', URLSearchParams: 'readonly', FormData: 'readonly', Blob: 'readonly', Response: 'readonly',
        AbortController: 'readonly', console: 'readonly', process: 'readonly', indexedDB: 'readonly',
      },
    },
    rules: {
      ...noFetch,
      'no-console': 'error',
      'no-undef': 'off', // TypeScript knows better
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Layout of templates is the editor's business; meaning is ours.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
      'vue/require-default-prop': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/no-v-html': 'error', // notes are other people's words: never as HTML
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
    },
  },
  {
    // Who may import whom. Desk and phone never meet; what both need lives in shared.
    files: ['src/**/*.{ts,vue}'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { typescript: { alwaysTryTypes: true, project: 'tsconfig.json' } },
      'boundaries/elements': [
        { type: 'outbox', pattern: 'src/phone/outbox', mode: 'folder' },
        { type: 'phone', pattern: 'src/phone', mode: 'folder' },
        { type: 'desk', pattern: 'src/desk', mode: 'folder' },
        { type: 'shared', pattern: 'src/shared', mode: 'folder' },
        { type: 'api', pattern: 'src/api', mode: 'folder' },
        { type: 'entry', pattern: 'src/entry', mode: 'folder' },
        { type: 'router', pattern: 'src/router', mode: 'folder' },
        { type: 'testing', pattern: 'src/testing', mode: 'folder' },
        { type: 'app', pattern: 'src/*.{ts,vue}', mode: 'file' },
      ],
      'boundaries/ignore': ['src/**/*.test.ts'],
    },
    rules: {
      'boundaries/no-unknown': 'error',
      'boundaries/element-types': [
        'error',
        {
          default: 'disallow',
          rules: [
            { from: 'app', allow: ['app', 'router', 'shared', 'api'] },
            { from: 'router', allow: ['router', 'phone', 'desk', 'entry', 'shared', 'api'] },
            { from: 'entry', allow: ['entry', 'shared', 'api'] },
            { from: 'phone', allow: ['phone', 'outbox', 'shared', 'api'] },
            { from: 'desk', allow: ['desk', 'shared', 'api'] },
            { from: 'shared', allow: ['shared', 'api'] },
            { from: 'outbox', allow: ['outbox', 'api'] },
            { from: 'api', allow: ['api'] },
            { from: 'testing', allow: ['testing', 'shared', 'api'] },
          ],
        },
      ],
      'boundaries/external': [
        'error',
        {
          default: 'allow',
          rules: [
            {
              from: ['outbox', 'api'],
              disallow: ['vue', 'vue-router', 'vant', 'element-plus', '@tanstack/vue-query'],
              message: 'The outbox and the client work without Vue, so that they can be tested and moved alone.',
            },
            { from: ['desk'], disallow: ['vant', 'element-plus'], message: 'Element Plus is wrapped in shared/ui.' },
            { from: ['phone'], disallow: ['vant', 'element-plus', 'echarts'], message: 'Vant is wrapped in shared/ui.' },
          ],
        },
      ],
    },
  },
  {
    files: ['src/api/client.ts', 'src/**/*.test.ts', 'src/testing/**'],
    rules: { 'no-restricted-globals': 'off', 'no-restricted-properties': 'off' },
  },
  {
    files: ['src/**/*.test.ts', 'src/testing/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  { files: ['eslint.config.js'], ...tseslint.configs.disableTypeChecked },
)
