"""Words into PDF/UA-1 and PDF/A-2a. Knows no database, no settings, no request, and no document:
those are made where they belong, each from a template in a folder of its own."""
