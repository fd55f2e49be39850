/**
 * The parts of Vant that are used; imported lazily by what wraps them. Their styles are listed one by one, because
 * Vant's own bundles bring an icon font from a foreign server, and no page of ours calls a foreign server.
 */

import 'vant/es/style/base.css'
import 'vant/es/button/index.css'
import 'vant/es/dialog/index.css'
import 'vant/es/loading/index.css'
import 'vant/es/overlay/index.css'
import 'vant/es/popup/index.css'
import 'vant/es/toast/index.css'

export { showConfirmDialog } from 'vant/es/dialog'
export { Popup } from 'vant/es/popup'
export { showToast } from 'vant/es/toast'
