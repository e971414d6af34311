"""A page, used with the keyboard alone: Tab to what one wants, then type, choose or press Enter."""

from dataclasses import dataclass

from playwright.sync_api import Page

MOST_STOPS = 150
# What a screen reader would call it, near enough: its label, or what stands in it.
NAME_OF_FOCUSED = """() => {
  const one = document.activeElement;
  const words = one.labels?.length
    ? [...one.labels].map((label) => label.textContent)
    : [one.getAttribute("aria-label") ?? one.textContent];
  return words.join(" ").replace(/\\s+/g, " ").trim();
}"""


@dataclass
class Keyboard:
    page: Page

    def go_to(self, name: str) -> None:
        """Tab, from where one is, to the control whose name begins like that."""
        passed = []
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            found = self.page.evaluate(NAME_OF_FOCUSED)
            if found.startswith(name):
                return
            passed.append(found[:40])
        raise AssertionError(f"No way by keyboard to ‘{name}’. Passed: {passed}")

    def press(self, name: str, key: str = "Enter") -> None:
        """A link or a button; the next page is loaded after it."""
        self.go_to(name)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def write(self, name: str, text: str) -> None:
        """In place of what stands there."""
        self.go_to(name)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def choose(self, name: str, option: str) -> None:
        """In a list: by typing what it begins with."""
        self.go_to(name)
        self.page.keyboard.type(option)

    def tick(self, name: str) -> None:
        self.go_to(name)
        self.page.keyboard.press("Space")

    def date(self, day: int, month: int, year: int) -> None:
        """In the three boxes that come next."""
        for box, number in (("Day", day), ("Month", month), ("Year", year)):
            self.write(box, str(number))
