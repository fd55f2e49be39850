/** The parts of Vant that are used, with their styles; imported lazily by what wraps them. */

import 'vant/es/dialog/style'
import 'vant/es/popup/style'
import 'vant/es/toast/style'

export { showConfirmDialog } from 'vant/es/dialog'
export { Popup } from 'vant/es/popup'
export { showToast } from 'vant/es/toast'
