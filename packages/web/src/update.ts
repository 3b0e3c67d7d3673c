import { t } from "./i18n/language.ts";
import { showToast } from "./ui/toast.tsx";

/** Keeps the app openable offline, and offers a new build when one has been fetched. */
export function registerServiceWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register("/sw.js").then(offerUpdates, (error: unknown) => {
    console.warn("The app will not open offline.", error);
  });
}

function offerUpdates(registration: ServiceWorkerRegistration): void {
  if (registration.waiting) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const fetched = registration.installing;
    fetched?.addEventListener("statechange", () => {
      // Without a controller this is the first visit, not an update.
      if (fetched.state === "installed" && navigator.serviceWorker.controller) offer(fetched);
    });
  });
}

function offer(waiting: ServiceWorker): void {
  showToast(t().app.new_version, {
    label: t().app.reload,
    run: () => {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      waiting.postMessage("take_over");
    },
  });
}
