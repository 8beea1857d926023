"""GOV.UK's feed of bank holidays, merged into calendars and proposed."""

from __future__ import annotations
