/** Signing out wipes this account's words from the device; unsent ones are asked about first. */

import { PhoneDatabase, unsent, wipe } from '@/phone/outbox/database'
import { queryClient } from '@/shared/query/client'
import { confirm } from '@/shared/ui/dialogs'

import { closeDevice } from './device'

export async function mayLeave(userId: number): Promise<boolean> {
  const database = new PhoneDatabase(location.host, userId)
  try {
    const left = await unsent(database)
    const parts = [
      left.waiting > 0 ? `${left.waiting} 条还没有送到学校` : '',
      left.drafts > 0 ? `${left.drafts} 份草稿没有写完` : '',
    ].filter((part) => part !== '')
    if (parts.length === 0) return true
    return await confirm({
      title: '还有没送出的家访记录',
      message: `这台设备上有 ${parts.join('，')}。退出登录会把它们从这台设备上清除，找不回来。`,
      yes: '清除并退出',
      no: '先不退出',
      grave: true,
    })
  } finally {
    database.close()
  }
}

export async function wipeDevice(userId: number): Promise<void> {
  closeDevice()
  queryClient.clear()
  await wipe(location.host, userId)
}
