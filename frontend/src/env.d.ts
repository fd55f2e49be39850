/// <reference types="vite/client" />

// For the linter's plain TypeScript; vue-tsc reads the real component.
declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent
  export default component
}
