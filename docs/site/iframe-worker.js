/* Browsers give no workers to a page that is opened from a folder. There, the search runs in a hidden frame,
   under the name by which the theme's search looks for such a stand-in. */
if (location.protocol === "file:") {
  window.Worker = window.IFrameWorker = class extends EventTarget {
    constructor(url) {
      super()
      const address = new URL(url, location.href).href
      this.frame = document.createElement("iframe")
      this.frame.hidden = true
      document.body.append(this.frame)
      const inside = this.frame.contentWindow
      inside.postMessage = data => this.#hear(data)
      inside.importScripts = async (...scripts) => {
        for (const script of scripts) await load(inside.document, script)
      }
      this.ready = load(inside.document, address)
    }

    postMessage(data) {
      const inside = this.frame.contentWindow
      this.ready.then(() => inside.dispatchEvent(new inside.MessageEvent("message", { data })))
    }

    terminate() {
      this.frame.remove()
    }

    #hear(data) {
      const event = new MessageEvent("message", { data })
      this.dispatchEvent(event)
      this.onmessage?.(event)
    }
  }

  function load(page, address) {
    return new Promise((resolve, reject) => {
      const script = page.createElement("script")
      script.onload = resolve
      script.onerror = reject
      script.src = address
      page.body.append(script)
    })
  }
}
