import { QueryClient } from '@tanstack/vue-query'

import { isApiError } from '@/api/errors'

/** One cache for all pages. Refusals are final; a lost connection or a server in trouble is worth two more tries. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: true,
      // Never trust the browser's idea of being online: ask, and see.
      networkMode: 'always',
      retry: (count, error) => count < 2 && !(isApiError(error) && !error.temporary),
    },
    mutations: { networkMode: 'always', retry: false },
  },
})
