// Makes every page of the inbox work better. Without it they work too.

import { Button, ErrorSummary, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink, createAll } from "./govuk-frontend.min.js";
import { watch } from "./live.js";
import { better } from "./player.js";
import { stayIn, tellOthers } from "./staying.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, ErrorSummary, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink]) {
  createAll(component);
}
document.querySelectorAll("[data-player]").forEach(better);
document.querySelectorAll("[data-live]").forEach(watch);
const staying = document.querySelector("[data-staying]");
if (staying) stayIn(staying);
else tellOthers();
