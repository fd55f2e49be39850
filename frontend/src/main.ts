import '@/shared/ui/tokens.css'
import '@/shared/ui/base.css'

import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'

import { setSessionHooks } from '@/api/client'
import { router } from '@/router'
import { queryClient } from '@/shared/query/client'
import { me, passwordIsDue, sessionEnded } from '@/shared/session/session'

import App from './App.vue'

setSessionHooks({
  onUnauthenticated() {
    // The very first me/ of a visitor is a 401 too; only a session that was there can end.
    if (me.value === null) return
    const next = router.currentRoute.value.fullPath
    sessionEnded('登录已过期，请重新登录。写到一半的内容都还在本机。')
    void router.push({ name: 'signin', query: { next } })
  },
  onPasswordChangeRequired() {
    passwordIsDue()
    void router.push({ name: 'password' })
  },
})

createApp(App).use(VueQueryPlugin, { queryClient }).use(router).mount('#app')
