// Makes the components of every page work better. Without this file they work too.

import { Button, ErrorSummary, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink, createAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, ErrorSummary, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink]) {
  createAll(component);
}
